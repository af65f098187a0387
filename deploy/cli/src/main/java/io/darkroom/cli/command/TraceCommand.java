package io.darkroom.cli.command;

import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.trace.JobTrace;
import io.darkroom.cli.trace.SpanFile;
import io.darkroom.cli.trace.Waterfall;
import io.darkroom.cli.trace.WaterfallDrawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the time of one job went. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = "Shows where the time of a job went; the stack must run as ./darkroom up --traces.")
public final class TraceCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", description = "Id of a job.")
    private String job = "";

    @Option(names = "--svg", paramLabel = "FILE", description = "Also draws it into a file.")
    private @Nullable Path svg;

    @Mixin
    private DataOption data = new DataOption();

    public TraceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        JobTrace trace = JobTrace.of(job, new SpanFile(data.path()).read());
        if (trace.isEmpty()) {
            throw new IllegalStateException("no trace of " + job + " on " + data.path()
                    + "; traces are kept while the stack runs as ./darkroom up --traces");
        }
        terminal.line(terminal.bold(job)
                + terminal.dim("  trace " + String.join(", ", trace.traces()) + ", "
                        + Duration.ofNanos(trace.end() - trace.start()).toMillis() + " ms"));
        new Waterfall(trace, terminal.columns()).print(terminal);
        if (svg != null) {
            Files.writeString(svg, new WaterfallDrawing(trace).svg());
        }
        return 0;
    }
}
