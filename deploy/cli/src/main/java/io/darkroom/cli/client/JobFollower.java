package io.darkroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows a job to its end. A stream that breaks is opened again where it stopped ({@code Last-Event-ID}), also while
 * the gateway is briefly unavailable.
 */
public final class JobFollower {
    private static final Set<String> ENDS = Set.of("job.succeeded", "job.failed", "job.canceled", "job.expired");
    private static final Duration UNAVAILABLE_FOR = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final GatewayClient gateway;

    public JobFollower(GatewayClient gateway) {
        this.gateway = gateway;
    }

    /**
     * Hands over each event and returns the finished job.
     *
     * @throws UnreachableException if the gateway is unavailable for a minute
     */
    public JsonNode follow(String jobId, Consumer<ServerEvent> listener) throws InterruptedException {
        String last = "";
        long deadline = System.nanoTime() + UNAVAILABLE_FOR.toNanos();
        while (true) {
            try (EventStream stream = gateway.events(jobId, last)) {
                for (ServerEvent event = stream.next(); event != null; event = stream.next()) {
                    deadline = System.nanoTime() + UNAVAILABLE_FOR.toNanos();
                    last = event.id().isEmpty() ? last : event.id();
                    listener.accept(event);
                    if (ENDS.contains(event.name())) {
                        JsonNode job = data(event);
                        return job.has("outputs") ? job : gateway.get("/v1/jobs/" + jobId);
                    }
                }
            } catch (IOException e) {
                giveUpAfter(deadline, jobId, e);
            } catch (ProblemException e) {
                if (e.status() != 503) {
                    throw e;
                }
                giveUpAfter(deadline, jobId, e);
            }
            pause();
        }
    }

    private static void giveUpAfter(long deadline, String jobId, Exception cause) {
        if (System.nanoTime() > deadline) {
            throw new UnreachableException(
                    "the gateway stopped answering; the job continues: ./darkroom events " + jobId, cause);
        }
    }

    private static void pause() throws InterruptedException {
        // Never counted down: a bounded wait that an interrupt ends.
        boolean never = new CountDownLatch(1).await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        assert !never;
    }

    public static JsonNode data(ServerEvent event) {
        try {
            return Json.mapper().readTree(event.data());
        } catch (IOException e) {
            throw new IllegalStateException("the event " + event.name() + " holds no JSON: " + e.getMessage(), e);
        }
    }
}
