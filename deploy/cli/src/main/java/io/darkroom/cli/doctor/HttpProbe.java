package io.darkroom.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.darkroom.cli.client.Trust;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of one server, each with a deadline; any HTTP status is a valid answer. */
final class HttpProbe implements AutoCloseable {
    private static final Duration CALL_WITHIN = Duration.ofSeconds(10);

    private final HttpClient http;
    private final String base;
    private final @Nullable String key;

    /** @param ca PEM file of authorities to trust as well; null: none */
    HttpProbe(String base, @Nullable String key, @Nullable Path ca) {
        http = Trust.http(ca).connectTimeout(Duration.ofSeconds(5)).build();
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.key = key;
    }

    /**
     * An answer of any status.
     *
     * @param took from the call to the last byte
     */
    record Answer(int status, String body, Duration took) {
        JsonNode json() {
            try {
                return Json.mapper().readTree(body);
            } catch (IOException e) {
                return MissingNode.getInstance();
            }
        }

        boolean ok() {
            return status / 100 == 2;
        }
    }

    String base() {
        return base;
    }

    /** @throws IOException if there is none */
    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** @throws IOException if there is none */
    Answer post(String path, String type, byte[] body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** @throws IOException if there is none */
    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_WITHIN)
                .header("Accept", "*/*");
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(
                answer.statusCode(),
                new String(answer.body(), StandardCharsets.UTF_8),
                Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
