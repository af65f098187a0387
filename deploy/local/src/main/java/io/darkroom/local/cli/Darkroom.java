package io.darkroom.local.cli;

import io.darkroom.local.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program: finds the command and turns failures into sentences. */
@Command(
        name = "darkroom",
        description = "Develops pictures and video frames out of noise, on this machine.",
        synopsisSubcommandLabel = "COMMAND",
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
            PredictCommand.class,
            JobsCommand.class,
            EventsCommand.class,
            CancelCommand.class,
            ModelsCommand.class,
            KeyCommand.class,
            EnvCommand.class,
            DoctorCommand.class,
            LauncherCommands.Test.class,
            LauncherCommands.Bench.class,
            HelpCommand.class
        })
public final class Darkroom implements Runnable {
    private final Terminal terminal;

    private Darkroom(Terminal terminal) {
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
        CommandLine commands = new CommandLine(new Darkroom(terminal), new Commands(terminal));
        commands.setUsageHelpAutoWidth(false);
        commands.setUsageHelpWidth(Math.min(terminal.columns(), 110));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commands.setOut(new java.io.PrintWriter(terminal.out(), true, java.nio.charset.StandardCharsets.UTF_8));
        commands.setErr(new java.io.PrintWriter(terminal.err(), true, java.nio.charset.StandardCharsets.UTF_8));
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

    @Override
    public void run() {
        new CommandLine(this, new Commands(terminal)).usage(terminal.out());
    }
}
