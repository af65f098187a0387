package io.darkroom.local.command;

import io.darkroom.cli.terminal.Table;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.simulate.Load;
import io.darkroom.simulate.LoadShape;
import io.darkroom.simulate.Result;
import io.darkroom.simulate.Study;
import io.darkroom.simulate.plot.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replays a day of jobs against scaling policies. Nothing is started; the same seed gives the same numbers. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Replays a day of jobs against scaling policies and shows cost against waiting time.")
public final class SimulateCommand implements Callable<Integer> {
    private static final double[] COLD_STARTS = {10, 30, 60, 180, 600};
    private static final double[] ERRORS = {0, 0.25, 0.5, 1};
    private static final double[] VIDEO = {0, 0.1, 0.25, 0.5};

    private final Terminal terminal;

    @Option(names = "--jobs", defaultValue = "335000", description = "Jobs of the day. Default: ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--cold-start",
            defaultValue = "60",
            description = "Seconds until a new worker can run a job. Default: ${DEFAULT-VALUE}.")
    private double coldStart;

    @Option(names = "--sweep", description = "Also over cold starts, errors of the prediction and shares of video.")
    private boolean sweep;

    @Option(names = "--plots", paramLabel = "DIR", description = "Writes the charts there, as SVG.")
    private @Nullable Path plots;

    public SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (jobs < 1_000 || coldStart < 0) {
            throw new IllegalArgumentException("--jobs takes 1000 and more, --cold-start 0 and more");
        }
        LoadShape shape = LoadShape.DAY.withJobs(jobs).withSeed(seed);
        Load load = shape.draw();
        terminal.line("  %,d jobs, %,.0f device hours of work, cold start %.0f s, seed %d"
                .formatted(load.jobs(), load.totalWork() / 3_600, coldStart, seed));
        terminal.blank();
        List<Study.Family> families = new Study(load, coldStart, seed).families();
        table(families);
        write("frontier.svg", Study.frontier(families));
        if (sweep) {
            sweeps(shape);
        }
        return 0;
    }

    private void table(List<Study.Family> families) {
        Table table = new Table("POLICY", "DEVICE H", "USED", "WAIT P50", "P95", "P99 s", "KILLED", "STARTS", "MOST");
        for (Study.Family family : families) {
            for (Result result : family.results()) {
                table.row(
                        result.policy(),
                        number("%,.0f", result.deviceHours()),
                        number("%.2f", result.utilisation()),
                        number("%.0f", result.p50()),
                        number("%.0f", result.p95()),
                        number("%.0f", result.p99()),
                        result.killedBusy(),
                        result.starts(),
                        result.most());
            }
        }
        table.print(terminal);
    }

    private void sweeps(LoadShape shape) throws IOException {
        terminal.blank();
        terminal.line(
                "  Device hours of the planner for each of the count policy, at the wait of count with idle 15 s");
        terminal.blank();
        Table table = new Table("WHAT", "VALUE", "P95 s", "COUNT H", "PLANNER H", "PLANNER ÷ COUNT");
        List<Chart.Point> cold = new ArrayList<>();
        for (double value : COLD_STARTS) {
            ratio(table, "cold start, s", value, new Study(shape.draw(), value, seed), cold);
        }
        List<Chart.Point> error = new ArrayList<>();
        for (double value : ERRORS) {
            ratio(table, "error of the prediction", value, study(shape.withError(value)), error);
        }
        List<Chart.Point> video = new ArrayList<>();
        for (double value : VIDEO) {
            ratio(table, "share of video", value, study(shape.withVideo(value)), video);
        }
        table.print(terminal);
        write(
                "cold-start.svg",
                new Chart("What the planner saves by cold start", "cold start, s", "device hours, planner ÷ count")
                        .series("at equal 95th percentile", cold));
        write(
                "video.svg",
                new Chart("What the planner saves by share of video", "share of video", "device hours, planner ÷ count")
                        .series("at equal 95th percentile", video));
    }

    private Study study(LoadShape shape) {
        return new Study(shape.draw(), coldStart, seed);
    }

    private static void ratio(Table table, String what, double value, Study study, List<Chart.Point> points) {
        Result count = study.count().results().get(1);
        OptionalDouble hours = study.planner().hoursAt(count.p95());
        hours.ifPresent(found -> points.add(new Chart.Point(value, found / count.deviceHours())));
        table.row(
                what,
                number("%.4g", value),
                number("%.0f", count.p95()),
                number("%,.0f", count.deviceHours()),
                hours.isPresent() ? number("%,.0f", hours.getAsDouble()) : "out of reach",
                hours.isPresent() ? number("%.3f", hours.getAsDouble() / count.deviceHours()) : "");
    }

    private void write(String name, Chart chart) throws IOException {
        if (plots != null) {
            Files.createDirectories(plots);
            Files.writeString(plots.resolve(name), chart.svg());
        }
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
