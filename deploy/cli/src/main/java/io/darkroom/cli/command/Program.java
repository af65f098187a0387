package io.darkroom.cli.command;

import io.darkroom.cli.make.Box;
import io.darkroom.cli.option.Size;
import io.darkroom.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Runs a command line: output on the terminal, failures as sentences, exit statuses. */
public final class Program {
    private static final int MAX_HELP_COLUMNS = 110;

    private Program() {}

    /** @param program an object with picocli's annotations; commands get the terminal by their constructor */
    public static CommandLine of(Terminal terminal, Object program) {
        return new CommandLine(program, new Commands(terminal));
    }

    /** Runs the command that the arguments name and returns the exit status. */
    public static int run(Terminal terminal, CommandLine commands, String... args) {
        commands.setUsageHelpAutoWidth(false);
        commands.setUsageHelpWidth(Math.min(terminal.columns(), MAX_HELP_COLUMNS));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commands.registerConverter(Box.class, Box::valueOf);
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
}
