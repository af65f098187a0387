package io.darkroom.cli.command;

import io.darkroom.cli.client.ProblemException;
import io.darkroom.cli.terminal.Terminal;
import java.util.List;

/** How a failure is printed: one sentence, then the details. */
public final class Failures {
    private Failures() {}

    static void print(Terminal terminal, Throwable failure) {
        List<String> lines = lines(failure);
        terminal.error(terminal.red("✗ ") + lines.getFirst());
        lines.stream().skip(1).forEach(line -> terminal.error("  " + line));
    }

    public static List<String> lines(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem.lines();
        }
        String message = failure.getMessage();
        if (message == null || isDefect(failure)) {
            StackTraceElement[] trace = failure.getStackTrace();
            String where = trace.length == 0 ? "" : " at " + trace[0];
            return List.of("this is a defect of Darkroom: " + failure + where);
        }
        return message.lines().toList();
    }

    private static boolean isDefect(Throwable failure) {
        return failure instanceof NullPointerException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof ClassCastException
                || failure instanceof UnsupportedOperationException;
    }
}
