package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.JobFollower;
import io.darkroom.cli.client.ServerEvent;
import io.darkroom.cli.terminal.ProgressBoard;
import io.darkroom.cli.terminal.ProgressRow;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Submits jobs, all at once, and shows each as a row until it ends. */
public final class JobWatch {
    private final Terminal terminal;
    private final GatewayClient gateway;

    public JobWatch(Terminal terminal, GatewayClient gateway) {
        this.terminal = terminal;
        this.gateway = gateway;
    }

    /**
     * One job to submit.
     *
     * @param label the row's name
     * @param path that is posted to
     * @param body of the call
     * @param headers e.g. {@code Idempotency-Key}
     */
    public record Ask(String label, String path, JsonNode body, Map<String, String> headers) {
        /** A job of its own. */
        public static Ask job(String label, JsonNode body, Map<String, String> headers) {
            return new Ask(label, "/v1/jobs", body, headers);
        }
    }

    /**
     * The end of one job.
     *
     * @param job the finished job, whatever its state
     * @param took from before the submission to the end
     */
    public record Done(Ask ask, JsonNode job, Duration took) {
        public boolean succeeded() {
            return state().equals("succeeded");
        }

        public String state() {
            return job.path("state").asText();
        }

        public String reason() {
            return job.path("error").path("message").asText(state());
        }
    }

    /** Returns in the order of the requests. A refused submission is thrown; a failed job is returned. */
    public List<Done> run(List<Ask> asks) throws InterruptedException {
        try (ProgressBoard board = new ProgressBoard(terminal);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Done>> futures = new ArrayList<>();
            for (Ask ask : asks) {
                int row = board.add(ProgressRow.waiting(ask.label()));
                futures.add(threads.submit(() -> runOne(ask, board, row)));
            }
            List<Done> done = new ArrayList<>();
            for (Future<Done> future : futures) {
                done.add(future.get());
            }
            return done;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Done runOne(Ask ask, ProgressBoard board, int row) throws InterruptedException {
        long start = System.nanoTime();
        String id =
                gateway.post(ask.path(), ask.body(), ask.headers()).path("id").asText();
        JsonNode job = new JobFollower(gateway).follow(id, event -> board.update(row, shown -> after(event, shown)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Done done = new Done(ask, job, took);
        String detail = done.succeeded() ? Text.duration(took) : done.reason();
        board.update(row, shown -> shown.ended(done.state(), detail));
        return done;
    }

    /** The row after an event. */
    static ProgressRow after(ServerEvent event, ProgressRow row) {
        return switch (event.name()) {
            case "job.queued" -> row.in("queued");
            case "job.started" -> row.in("loading");
            case "job.canceling" -> row.in("canceling");
            case "job.released" ->
                row.at(0, JobFollower.data(event).path("message").asText(), null)
                        .in("queued");
            case "job.progress" -> progressed(JobFollower.data(event), row);
            default -> row;
        };
    }

    private static ProgressRow progressed(JsonNode data, ProgressRow row) {
        int step = data.path("step").asInt();
        int steps = Math.max(1, data.path("steps").asInt());
        Duration eta = Duration.ofMillis(Math.round(data.path("eta_seconds").asDouble() * 1000));
        return row.at((double) step / steps, "step " + step + "/" + steps, eta);
    }
}
