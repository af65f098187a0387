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
 * The latency that the fleet adds: from submission to the start on a worker, and to the client's event stream.
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
                new RoundTrip(gateway, i);
            }
            long[] started = new long[JOBS];
            long[] seen = new long[JOBS];
            long[] done = new long[JOBS];
            for (int i = 0; i < JOBS; i++) {
                RoundTrip trip = new RoundTrip(gateway, i);
                started[i] = trip.started.toNanos();
                seen[i] = trip.sawStart;
                done[i] = trip.sawEnd;
            }
            print(new Sample(started), new Sample(seen), new Sample(done));
        }
    }

    private void print(Sample started, Sample seen, Sample done) {
        report.title("Dispatch: one job at a time through the whole stack");
        report.machine();
        report.table(
                List.of("from the call of POST /v1/jobs until", "p50 ms", "p99 ms"),
                List.of(
                        row("the worker started it (by the events' clocks, from acceptance)", started),
                        row("the client's event stream showed `job.started`", seen),
                        row(
                                "the client's event stream showed `job.succeeded`, 1 step and a 128×128 PNG stored",
                                done)));
        report.note(
                JOBS + " jobs after " + WARM_UP + " to warm up. Checked: every job succeeded at its first attempt.");
    }

    private static List<String> row(String what, Sample sample) {
        return List.of(what, Sample.format(sample.millis(0.5)), Sample.format(sample.millis(0.99)));
    }

    /** The round trip of one job. */
    private static final class RoundTrip {
        private final long begun = System.nanoTime();
        private long sawStart;
        private final long sawEnd;
        private final Duration started;

        RoundTrip(GatewayClient gateway, long seed) throws InterruptedException {
            String id = gateway.post("/v1/jobs", Jobs.shortest(seed), Map.of())
                    .path("id")
                    .asText();
            JsonNode job = new JobFollower(gateway).follow(id, this::note);
            sawEnd = System.nanoTime() - begun;
            if (!job.path("state").asText().equals("succeeded")
                    || job.path("attempt").asInt() != 1) {
                throw new IllegalStateException("the benchmark is void, a job failed: " + job);
            }
            started = Duration.between(
                    Instant.parse(job.path("created_at").asText()),
                    Instant.parse(job.path("started_at").asText()));
        }

        private void note(ServerEvent event) {
            if (event.name().equals("job.started") && sawStart == 0) {
                sawStart = System.nanoTime() - begun;
            }
        }
    }
}
