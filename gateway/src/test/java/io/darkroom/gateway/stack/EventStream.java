package io.darkroom.gateway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads server-sent events as they come. */
public final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private final List<String> odd = new ArrayList<>();

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    public static EventStream open(Client client, String job, String... headers) {
        var request = client.request("/v1/jobs/" + job + "/events").header("Accept", "text/event-stream");
        return new EventStream(client.open(headers.length == 0 ? request : request.headers(headers)));
    }

    /** The stream of all the tenant's jobs. */
    public static EventStream ofAll(Client client, String... headers) {
        var request = client.request("/v1/events").header("Accept", "text/event-stream");
        return new EventStream(client.open(headers.length == 0 ? request : request.headers(headers)));
    }

    /** Waits for the first comment, which confirms that the stream is open. */
    public EventStream listening() {
        try {
            for (String line = lines.readLine(); line != null && !line.startsWith(":"); ) {
                line = lines.readLine();
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines with fields that are not in the specification. */
    public List<String> oddFields() {
        return List.copyOf(odd);
    }

    public int status() {
        return response.statusCode();
    }

    /** The next event; comments are skipped. Null if the stream has ended. */
    public Event next() {
        try {
            String id = "";
            String name = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !name.isEmpty()) {
                    return new Event(id, name, JSON.readTree(data.toString()));
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (!line.isEmpty() && !line.startsWith(":")) {
                    odd.add(line);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Event> toTheEnd() {
        List<Event> events = new ArrayList<>();
        for (Event event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Event(String id, String name, JsonNode data) {
        /** E.g. {@code 3 job.progress}. */
        public String brief() {
            return id + " " + name;
        }
    }
}
