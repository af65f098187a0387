package io.darkroom.local.command;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import io.darkroom.cli.command.CancelCommand;
import io.darkroom.cli.command.DeadLettersCommand;
import io.darkroom.cli.command.EventsCommand;
import io.darkroom.cli.command.FleetCommand;
import io.darkroom.cli.command.JobsCommand;
import io.darkroom.cli.command.ModelsCommand;
import io.darkroom.cli.command.Program;
import io.darkroom.cli.command.QuotaCommand;
import io.darkroom.cli.command.TraceCommand;
import io.darkroom.cli.make.MakeCommands;
import io.darkroom.cli.make.VerifyCommand;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.install.command.InstallCommand;
import io.darkroom.install.command.KeyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** The program: assembles all commands and runs one. */
@Command(
        name = "darkroom",
        description = "Generates images and video frames by diffusion, on this machine.",
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
        commands.registerConverter(WorkerRange.class, WorkerRange::parse);
        return Program.run(terminal, commands, args);
    }

    static CommandLine commands(Terminal terminal, Darkroom program) {
        CommandLine commands = Program.of(terminal, program);
        MakeCommands.addTo(commands);
        commands.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, CommandGroups::render);
        return commands;
    }

    @Override
    public void run() {
        commands(terminal, this).usage(terminal.out());
    }
}
