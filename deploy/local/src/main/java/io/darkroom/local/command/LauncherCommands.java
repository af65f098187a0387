package io.darkroom.local.command;

import io.darkroom.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands of the launcher script itself; here only for the help, and for callers of this program itself. */
public final class LauncherCommands {
    private LauncherCommands() {}

    @Command(
            name = "test",
            description =
                    "Runs all tests of all modules, with --fast those that start no servers; further arguments go to Maven.")
    public static final class Test implements Callable<Integer> {
        private final Terminal terminal;

        @Parameters(paramLabel = "ARG", arity = "0..*", description = "For Maven.")
        private List<String> arguments = new ArrayList<>();

        public Test(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            terminal.error("The launcher runs the tests: ./darkroom test " + String.join(" ", arguments));
            return 1;
        }
    }

    @Command(name = "bench", description = "Benchmarks beside their peers: engine, submit, dispatch. Default: all.")
    public static final class Bench implements Callable<Integer> {
        private final Terminal terminal;

        @Parameters(paramLabel = "NAME", arity = "0..*", description = "engine, submit or dispatch.")
        private List<String> names = new ArrayList<>();

        public Bench(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            terminal.error("The launcher runs the benchmarks: ./darkroom bench " + String.join(" ", names));
            return 1;
        }
    }

    @Command(
            name = "chaos",
            description = "Runs the stack under faults from a seed and checks its guarantees; see chaos --help.")
    public static final class Chaos implements Callable<Integer> {
        private final Terminal terminal;

        @Parameters(paramLabel = "ARG", arity = "0..*", description = "See chaos --help.")
        private List<String> arguments = new ArrayList<>();

        public Chaos(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            terminal.error("The launcher runs the faults: ./darkroom chaos " + String.join(" ", arguments));
            return 1;
        }
    }

    @Command(name = "images", description = "Builds the container images; see docs/how-to/run-with-containers.md.")
    public static final class Images implements Callable<Integer> {
        private final Terminal terminal;

        @Parameters(paramLabel = "ARG", arity = "0..*", description = "gateway, worker, tools, s3; --cuda.")
        private List<String> arguments = new ArrayList<>();

        public Images(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            terminal.error("The launcher builds the images: ./darkroom images " + String.join(" ", arguments));
            return 1;
        }
    }
}
