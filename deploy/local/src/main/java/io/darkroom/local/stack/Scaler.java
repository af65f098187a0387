package io.darkroom.local.stack;

import io.darkroom.contracts.wire.Json;
import io.darkroom.local.process.Component;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts worker processes when the gateway wants more of them: what KEDA does on Kubernetes, from the same number. It never
 * stops one: the gateway tells a surplus worker to retire, and it exits once it holds no job.
 */
final class Scaler implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** At each gateway; the first answer counts. */
    private final List<URI> demands;

    private final List<Component> workers;
    private final Consumer<String> notices;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("scaler").daemon().factory());

    /**
     * @param workers all that there may be
     */
    Scaler(List<Integer> managementPorts, List<Component> workers, Consumer<String> notices) {
        this.demands = managementPorts.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port + "/fleet/demand/workers"))
                .toList();
        this.workers = List.copyOf(workers);
        this.notices = notices;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(this::poll, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            for (URI demand : demands) {
                Optional<Integer> wanted = readWanted(demand);
                if (wanted.isPresent()) {
                    startUpTo(wanted.get());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            notices.accept("scaling failed and is retried: " + e.getMessage());
        }
    }

    /** Empty while the gateway is unavailable or has not planned yet: running workers continue, and none is started blindly. */
    private Optional<Integer> readWanted(URI demand) throws InterruptedException {
        try {
            HttpRequest question =
                    HttpRequest.newBuilder(demand).timeout(ANSWER).build();
            HttpResponse<byte[]> answer = http.send(question, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(
                            Json.mapper().readTree(answer.body()).path("wanted").asInt())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void startUpTo(int wanted) {
        long alive = workers.stream().filter(Component::isAlive).count();
        workers.stream()
                .filter(worker -> !worker.isAlive())
                .limit(Math.max(0, wanted - alive))
                .forEach(worker -> {
                    notices.accept(worker.name() + " starts: the gateway wants " + wanted);
                    worker.start();
                });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
    }
}
