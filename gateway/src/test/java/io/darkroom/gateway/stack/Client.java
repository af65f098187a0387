package io.darkroom.gateway.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the gateway under test as one tenant. */
public final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String key;

    private Client(String key) {
        this.key = key;
    }

    public static Client of(String who) {
        return new Client(ConfigProvider.getConfig().getValue("test.key." + who, String.class));
    }

    public static Client withKey(String key) {
        return new Client(key);
    }

    public static URI uri(String path) {
        return URI.create("http://127.0.0.1:"
                + ConfigProvider.getConfig().getValue("quarkus.http.test-port", String.class) + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + key);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String json, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public Answer put(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer upload(String contentType, byte[] bytes) {
        return send(request("/v1/uploads").header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(bytes)));
    }

    public HttpResponse<InputStream> open(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Retries as clients should while the gateway is starting, after the time given by Retry-After. */
    public static Answer send(HttpRequest.Builder request) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(120))
                .until(() -> once(request), answer -> !answer.isStarting());
    }

    private static Answer once(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A response, read. */
    public record Answer(HttpResponse<String> raw) {
        private static final ObjectMapper JSON = new ObjectMapper();

        public int status() {
            return raw.statusCode();
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(raw.body());
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + raw.body(), e);
            }
        }

        boolean isStarting() {
            return status() == 503 && raw.body().contains("\"code\":\"starting\"");
        }

        /** The body without what differs between any two calls. */
        public String bodyWithoutRequestId() {
            return raw.body().replaceAll("\"request_id\":\"[^\"]*\"", "\"request_id\":\"…\"");
        }

        @Override
        public String toString() {
            return status() + " " + raw.headers().map() + " " + raw.body();
        }
    }
}
