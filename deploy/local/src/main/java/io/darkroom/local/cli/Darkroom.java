package io.darkroom.local.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import io.darkroom.local.make.Box;
import io.darkroom.local.make.ComposeCommand;
import io.darkroom.local.make.DenoiseCommand;
import io.darkroom.local.make.DetectAnomaliesCommand;
import io.darkroom.local.make.GenerateCommand;
import io.darkroom.local.make.GenerateVideoCommand;
import io.darkroom.local.make.InpaintCommand;
import io.darkroom.local.make.InterpolateCommand;
import io.darkroom.local.make.OutpaintCommand;
import io.darkroom.local.make.PredictCommand;
import io.darkroom.local.make.SynthesizeCommand;
import io.darkroom.local.make.TransformCommand;
import io.darkroom.local.make.UpscaleCommand;
import io.darkroom.local.make.VaryCommand;
import io.darkroom.local.make.VerifyCommand;
import io.darkroom.local.option.Size;
import io.darkroom.local.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** The program: finds the command and turns failures into sentences. */
@Command(
        name = "darkroom",
        description = "Develops pictures and video frames out of noise, on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "",
        footer = {
            "",
            "First steps:  ./darkroom demo, or ./darkroom up and in another terminal",
            "              ./darkroom generate \"a red apple with a green leaf\" --out .",
            "A gateway elsewhere: DARKROOM_URL and DARKROOM_KEY, or --url and --key."
        },
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            GenerateCommand.class,
            TransformCommand.class,
            InpaintCommand.class,
            OutpaintCommand.class,
            VaryCommand.class,
            ComposeCommand.class,
            InterpolateCommand.class,
            UpscaleCommand.class,
            DenoiseCommand.class,
            DetectAnomaliesCommand.class,
            PredictCommand.class,
            GenerateVideoCommand.class,
            SynthesizeCommand.class,
            JobsCommand.class,
            EventsCommand.class,
            CancelCommand.class,
            DeadLettersCommand.class,
            VerifyCommand.class,
            TraceCommand.class,
            ModelsCommand.class,
            FleetCommand.class,
            KeyCommand.class,
            QuotaCommand.class,
            EnvCommand.class,
            InstallCommand.class,
            DoctorCommand.class,
            SimulateCommand.class,
            ContactSheetCommand.class,
            LauncherCommands.Test.class,
            LauncherCommands.Bench.class,
            LauncherCommands.Chaos.class,
            LauncherCommands.Images.class,
            HelpCommand.class
        })
public final class Darkroom implements Runnable {
    private final Terminal terminal;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    Darkroom(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        Terminal terminal = Terminal.of(System.getenv());
        if (terminal.live()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                terminal.out().print("\u001b[?25h"); // a bar that was cut short has hidden the cursor
                terminal.out().flush();
            }));
        }
        System.exit(run(terminal, args));
    }

    static int run(Terminal terminal, String... args) {
        CommandLine commands = commands(terminal, new Darkroom(terminal));
        commands.setUsageHelpAutoWidth(false);
        commands.setUsageHelpWidth(Math.min(terminal.columns(), 110));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commands.registerConverter(Box.class, Box::valueOf);
        commands.registerConverter(WorkerRange.class, WorkerRange::parse);
        commands.registerConverter(Size.class, Size::valueOf);
        commands.setParameterExceptionHandler((misspelt, arguments) -> {
            CommandLine command = misspelt.getCommandLine();
            Failures.print(terminal, misspelt);
            CommandLine.UnmatchedArgumentException.printSuggestions(misspelt, command.getErr());
            terminal.error("  See ./" + command.getCommandSpec().qualifiedName() + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            Failures.print(terminal, failure);
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commands.execute(args);
    }

    static CommandLine commands(Terminal terminal, Darkroom program) {
        CommandLine commands = new CommandLine(program, new Commands(terminal));
        commands.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, CommandGroups::render);
        return commands;
    }

    @Override
    public void run() {
        commands(terminal, this).usage(terminal.out());
    }
}
