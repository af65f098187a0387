package io.darkroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Calls of the native wire. Safe for use by many threads. */
public final class GatewayClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = Json.mapper();
    private static final Duration CALL = Duration.ofSeconds(60);

    private final HttpClient http;
    private final String base;
    private final String key;

    /**
     * @param base e.g. {@code http://127.0.0.1:8080}
     * @param key an API key
     */
    public GatewayClient(String base, String key) {
        this(base, key, null);
    }

    /**
     * The same for a gateway, and a store behind it, whose certificates an authority of the operator's own has signed.
     *
     * @param ca PEM file; null: only those that the Java runtime trusts
     */
    public GatewayClient(String base, String key, @Nullable Path ca) {
        http = Trust.http(ca).connectTimeout(Duration.ofSeconds(5)).build();
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.key = key;
    }

    public String base() {
        return base;
    }

    /**
     * Reads a resource.
     *
     * @throws ProblemException if the gateway refuses
     * @throws UnreachableException if it does not answer
     */
    public JsonNode get(String path) throws InterruptedException {
        return json(request(path).GET().build());
    }

    /** Sends a JSON body; headers such as {@code Idempotency-Key} may be added. */
    public JsonNode post(String path, JsonNode body, Map<String, String> headers) throws InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
        headers.forEach(request::header);
        return json(request.build());
    }

    /** Replaces a resource. */
    public JsonNode put(String path, JsonNode body) throws InterruptedException {
        return json(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
                .build());
    }

    /** Deletes a resource; returns what replaces it. */
    public JsonNode delete(String path) throws InterruptedException {
        return json(request(path).DELETE().build());
    }

    /** Sends a file and returns the upload's id. */
    public String upload(Path file) throws InterruptedException {
        try {
            HttpRequest request = request("/v1/uploads")
                    .header("Content-Type", MediaTypes.of(file))
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            return json(request).path("id").asText();
        } catch (IOException e) {
            throw new UnreachableException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Opens a job's events after the one with this id; empty: from the first. The caller closes it. */
    public EventStream events(String jobId, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/v1/jobs/" + jobId + "/events"))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            try (InputStream body = answer.body()) {
                throw ProblemException.of(answer.statusCode(), body.readAllBytes());
            }
        }
        return new EventStream(answer.body());
    }

    /** Saves what a presigned link serves. An incomplete download leaves no file. */
    public void download(String url, Path target) throws InterruptedException {
        try {
            Path part = Files.createTempFile(target.toAbsolutePath().getParent(), ".darkroom", ".part");
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(url)).timeout(CALL).build();
                HttpResponse<Path> answer = http.send(request, HttpResponse.BodyHandlers.ofFile(part));
                if (answer.statusCode() != 200) {
                    throw ProblemException.of(answer.statusCode(), Files.readAllBytes(part));
                }
                Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UnreachableException("cannot save " + target + ": " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL)
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonNode json(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                throw ProblemException.of(answer.statusCode(), answer.body());
            }
            return MAPPER.readTree(answer.body());
        } catch (SSLHandshakeException e) {
            throw new UnreachableException(
                    base + " has a certificate that is not trusted here (" + e.getMessage()
                            + "); name its authority by --ca or DARKROOM_CA",
                    e);
        } catch (ConnectException e) {
            throw new UnreachableException("no gateway answers at  " + base + "; is the stack up? ./darkroom up", e);
        } catch (IOException e) {
            throw new UnreachableException(request.method() + " " + request.uri() + " failed: " + e, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
