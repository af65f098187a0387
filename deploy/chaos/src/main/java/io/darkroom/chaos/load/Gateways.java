package io.darkroom.chaos.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.Trust;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** All gateways of the stack, called one at a time, without automatic retries. */
public final class Gateways implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration CALL = Duration.ofSeconds(20);

    private final List<String> bases;
    private final String key;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final @Nullable Path ca;

    /**
     * @param bases addresses such as {@code http://127.0.0.1:20000}
     * @param ca PEM file of what has to be trusted; null: nothing
     */
    public Gateways(List<String> bases, String key, @Nullable Path ca, InstantSource clock) {
        http = Trust.http(ca)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(threads)
                .build();
        this.ca = ca;
        this.clock = clock;
        this.bases = List.copyOf(bases);
        this.key = key;
    }

    /** Clients for streams, one for each gateway. The caller closes them. */
    List<GatewayClient> clients() {
        return bases.stream().map(base -> new GatewayClient(base, key, ca)).toList();
    }

    /** @param which any number; taken modulo the number of gateways */
    Answer get(int which, String path) throws InterruptedException {
        String base = base(which);
        return send(base, request(base, path).GET());
    }

    Answer post(int which, String path, JsonNode body, Map<String, String> headers) throws InterruptedException {
        String base = base(which);
        HttpRequest.Builder request = request(base, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        headers.forEach(request::header);
        return send(base, request);
    }

    private String base(int which) {
        return bases.get(Math.floorMod(which, bases.size()));
    }

    private HttpRequest.Builder request(String base, String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL)
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json");
    }

    private Answer send(String base, HttpRequest.Builder request) throws InterruptedException {
        Instant at = clock.instant();
        long start = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean retryAfter = answer.headers().firstValue("Retry-After").isPresent();
            return Answer.of(at, since(start), answer.statusCode(), json(answer.body()), retryAfter, base);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Answer.none(at, since(start), false, base);
        } catch (IOException e) {
            return Answer.none(at, since(start), true, base);
        }
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return body.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static long since(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
