package io.darkroom.chaos.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.chaos.history.Recorder;
import io.darkroom.chaos.history.StreamRead;
import io.darkroom.chaos.history.StreamRead.Line;
import io.darkroom.cli.client.EventStream;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.ProblemException;
import io.darkroom.cli.client.ServerEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Follows streams to their ends, over as many connections as needed; some readers disconnect on purpose. */
public final class StreamReaders implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> ENDS = Set.of("job.succeeded", "job.failed", "job.canceled", "job.expired");
    private static final int RETRY_MILLIS = 400;

    private final List<GatewayClient> gateways;
    private final Recorder recorder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger open = new AtomicInteger();

    public StreamReaders(Gateways gateways, Recorder recorder) {
        this.gateways = gateways.clients();
        this.recorder = recorder;
    }

    /** Streams that have not ended. */
    public int open() {
        return open.get();
    }

    void follow(String job, SplittableRandom random) {
        open.incrementAndGet();
        threads.execute(() -> {
            Reader reader = new Reader(job, random);
            try {
                reader.read();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                recorder.stream(new StreamRead(job, reader.connections, reader.lines));
                open.decrementAndGet();
            }
        });
    }

    /** One reader. */
    private final class Reader {
        private final String job;
        private final SplittableRandom random;
        private final List<Line> lines = new ArrayList<>();
        private int connections;
        private boolean ended;

        Reader(String job, SplittableRandom random) {
            this.job = job;
            this.random = random;
        }

        void read() throws InterruptedException {
            while (!ended) {
                connections++;
                try (EventStream stream =
                        gateways.get(random.nextInt(gateways.size())).events(job, last())) {
                    listen(stream, random.nextInt(3) == 0 ? random.nextInt(1, 6) : Integer.MAX_VALUE);
                } catch (IOException | ProblemException e) {
                    // Broken or refused: the next connection continues where this one ended.
                }
                if (!ended && closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }

        private String last() {
            for (int i = lines.size() - 1; i >= 0; i--) {
                Long number = lines.get(i).number();
                if (number != null) {
                    return number.toString();
                }
            }
            return "";
        }

        private void listen(EventStream stream, int atMost) throws IOException {
            for (int i = 0; i < atMost && !ended; i++) {
                ServerEvent event = stream.next();
                if (event == null) {
                    return;
                }
                lines.add(new Line(
                        event.id().isEmpty() ? null : Long.valueOf(event.id()),
                        event.name(),
                        attempt(event.data()),
                        connections,
                        recorder.now()));
                ended = ENDS.contains(event.name());
            }
        }
    }

    private static @Nullable Integer attempt(String data) {
        try {
            JsonNode attempt = MAPPER.readTree(data).path("attempt");
            return attempt.isInt() ? attempt.asInt() : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Ends all readers; those that did not end are recorded as they are. */
    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
        try {
            var unused = threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gateways.forEach(GatewayClient::close);
    }
}
