package io.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.JobFollower;
import io.darkroom.cli.client.ServerEvent;
import io.darkroom.local.stack.LocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the fleet adds around the work: from submission to the start on a worker, and to the client that is told of it.
 * One job at a time, each a real one of a single denoising step.
 */
final class DispatchBench {
    private static final int JOBS = 150;
    private static final int WARM_UP = 60;

    private final Report report;

    DispatchBench(Report report) {
        this.report = report;
    }

    void run() throws Exception {
        try (LocalStack stack = LocalStack.builder().workers(1).start();
                GatewayClient gateway =
                        new GatewayClient(stack.gateway(), stack.key().value())) {
            for (int i = 0; i < WARM_UP; i++) {
                new Trip(gateway, i);
            }
            long[] started = new long[JOBS];
            long[] told = new long[JOBS];
            long[] done = new long[JOBS];
            for (int i = 0; i < JOBS; i++) {
                Trip trip = new Trip(gateway, i);
                started[i] = trip.started.toNanos();
                told[i] = trip.toldOfStart;
                done[i] = trip.toldOfEnd;
            }
            print(new Sample(started), new Sample(told), new Sample(done));
        }
    }

    private void print(Sample started, Sample told, Sample done) {
        report.title("Dispatch: one job at a time through the whole stack");
        report.machine();
        report.table(
                List.of("from the call of POST /v1/jobs until", "p50 ms", "p99 ms"),
                List.of(
                        row("the worker started it (by the events' clocks, from acceptance)", started),
                        row("the client's event stream showed `job.started`", told),
                        row(
                                "the client's event stream showed `job.succeeded`, 1 step and a 128×128 PNG stored",
                                done)));
        report.note(
                JOBS + " jobs after " + WARM_UP + " to warm up. Checked: every job succeeded at its first attempt.");
    }

    private static List<String> row(String what, Sample sample) {
        return List.of(what, Sample.format(sample.millis(0.5)), Sample.format(sample.millis(0.99)));
    }

    /** One job there and back. */
    private static final class Trip {
        private final long begun = System.nanoTime();
        private long toldOfStart;
        private final long toldOfEnd;
        private final Duration started;

        Trip(GatewayClient gateway, long seed) throws InterruptedException {
            String id = gateway.post("/v1/jobs", Jobs.shortest(seed), Map.of())
                    .path("id")
                    .asText();
            JsonNode job = new JobFollower(gateway).follow(id, this::note);
            toldOfEnd = System.nanoTime() - begun;
            if (!job.path("state").asText().equals("succeeded")
                    || job.path("attempt").asInt() != 1) {
                throw new IllegalStateException("the benchmark is void, a job went wrong: " + job);
            }
            started = Duration.between(
                    Instant.parse(job.path("created_at").asText()),
                    Instant.parse(job.path("started_at").asText()));
        }

        private void note(ServerEvent event) {
            if (event.name().equals("job.started") && toldOfStart == 0) {
                toldOfStart = System.nanoTime() - begun;
            }
        }
    }
}
