package io.darkroom.chaos.run;

import io.darkroom.chaos.check.Checker;
import io.darkroom.chaos.check.Invariant;
import io.darkroom.chaos.check.JobTimeline;
import io.darkroom.chaos.check.Violation;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.inject.TmpfsVolume;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.chaos.recovery.Figures;
import io.darkroom.local.backends.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./darkroom chaos}: status 0 if no guarantee was broken, 1 if one was. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole stack under load and faults from a seed, and checks its guarantees on everything that was recorded.",
            "Faults: worker-kill, worker-freeze-long, kafka-kill, store-lost-reply, poison and so on; --list shows all."
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final int STORIES = 5;
    /** What this harness cannot do on one machine. */
    private static final List<String> NOT_HERE = List.of(
            "clock-skew: a clock per process needs a library between the JVM and the kernel",
            "network cut between a process and Kafka: brokers advertise their own address; kafka-freeze replaces it");

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final long startNanos = System.nanoTime();

    @Option(names = "--seed", description = "Of plan and load. Default: a random one, which is printed.")
    private @Nullable Long seed;

    @Option(names = "--minutes", description = "With faults. Default: ${DEFAULT-VALUE}.", defaultValue = "2")
    private double minutes;

    @Option(names = "--jobs-per-second", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "3")
    private double jobsPerSecond;

    @Option(
            names = "--faults",
            split = ",",
            description = "Allowed kinds: names, all or none. Default: ${DEFAULT-VALUE}.",
            defaultValue = "all")
    private List<String> faults = List.of();

    @Option(
            names = "--gap",
            description = "Mean seconds between faults. Default: ${DEFAULT-VALUE}.",
            defaultValue = "6")
    private double gap;

    @Option(names = "--workers", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "2")
    private int workers;

    @Option(names = "--gateways", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "2")
    private int gateways;

    @Option(names = "--secure", description = "With TLS, users and least rights, as up --secure.")
    private boolean secure;

    @Option(names = "--models", description = "Folder with models. Default: a tiny one for tests.")
    private @Nullable Path models;

    @Option(
            names = "--model",
            description = "Model of the jobs. Default: ${DEFAULT-VALUE}.",
            defaultValue = TinyModel.ID)
    private String model = "";

    @Option(
            names = "--report",
            description = "Folder for history, plan, figures and logs. Default: ${DEFAULT-VALUE}.",
            defaultValue = "target/chaos")
    private Path report = Path.of("target/chaos");

    @Option(names = "--list", description = "Lists the faults and exits.")
    private boolean list;

    @Option(names = "--check", description = "Checks the history of an earlier run again and exits.")
    private @Nullable Path check;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ChaosCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            FaultKind.names().forEach(out::println);
            NOT_HERE.forEach(line -> out.println("not on this machine: " + line));
            return 0;
        }
        if (check != null) {
            return judge(History.read(check), "--check " + check);
        }
        makeFolder();
        ChaosSettings settings = settings();
        ChaosRun run = new ChaosRun(settings, this::log);
        String plan = ChaosRun.plan(settings).text();
        out.println(plan);
        write("plan.txt", plan);
        NOT_HERE.forEach(line -> log("skipped: " + line));
        History history;
        Path stack = report.resolve("stack");
        TmpfsVolume.unmountLeftover(TestBed.storeFolder(stack));
        try (DataFolder data = DataFolder.acquire(stack, true)) {
            history = run.run(data);
        }
        history.write(report.resolve("history.json.gz"));
        return judge(history, command(settings));
    }

    private ChaosSettings settings() {
        long drawn = seed != null ? seed : new SecureRandom().nextInt(1_000_000);
        Path folder = (models != null ? models : TinyModel.in(report.resolve("models"))).toAbsolutePath();
        return new ChaosSettings(
                drawn,
                Duration.ofSeconds(5),
                Duration.ofMillis((long) (minutes * 60_000)),
                Duration.ofMillis((long) (gap * 1_000)),
                Duration.ofSeconds(240),
                jobsPerSecond,
                kinds(),
                workers,
                gateways,
                Duration.ofSeconds(5),
                folder,
                model,
                report,
                secure);
    }

    private Set<FaultKind> kinds() {
        if (faults.equals(List.of("all"))) {
            return EnumSet.allOf(FaultKind.class);
        }
        if (faults.equals(List.of("none"))) {
            return Set.of();
        }
        return faults.stream()
                .map(name -> FaultKind.find(name)
                        .orElseThrow(() ->
                                new IllegalArgumentException("there is no fault '" + name + "'; --list shows all")))
                .collect(Collectors.toSet());
    }

    private String command(ChaosSettings settings) {
        return "./darkroom chaos --seed " + settings.seed() + " --minutes " + minutes + " --jobs-per-second "
                + jobsPerSecond + " --gap " + gap + " --faults " + String.join(",", faults) + " --workers " + workers
                + (secure ? " --secure" : "")
                + (models == null ? "" : " --models " + models + " --model " + model);
    }

    private int judge(History history, String command) {
        List<Violation> violations = Checker.check(history);
        HistoryIndex index = new HistoryIndex(history);
        Figures figures = new Figures(index);
        out.println();
        out.println(figures.markdown(command, violations.size()));
        out.println(figures.skipped());
        if (check == null) {
            write("figures.md", figures.markdown(command, violations.size()));
        }
        print(index, violations);
        return violations.isEmpty() ? 0 : 1;
    }

    private void print(HistoryIndex index, List<Violation> violations) {
        Map<Invariant, List<Violation>> byInvariant = violations.stream()
                .collect(Collectors.groupingBy(Violation::invariant, TreeMap::new, Collectors.toList()));
        for (Invariant invariant : Invariant.values()) {
            List<Violation> its = byInvariant.getOrDefault(invariant, List.of());
            out.println((its.isEmpty() ? "held    " : "BROKEN  ") + invariant + " " + invariant.sentence()
                    + (its.isEmpty() ? "" : ": " + its.size() + " times"));
            its.stream().limit(STORIES).forEach(violation -> {
                out.println("  " + violation);
                if (violation.jobId() != null) {
                    out.print(JobTimeline.of(index, violation.jobId()));
                }
            });
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(report);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + report + ": " + e.getMessage(), e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(report.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + report + ": " + e.getMessage(), e);
        }
    }

    private void log(String line) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        synchronized (out) {
            out.printf(Locale.ROOT, "[%7.1f] %s%n", seconds, line);
        }
    }
}
