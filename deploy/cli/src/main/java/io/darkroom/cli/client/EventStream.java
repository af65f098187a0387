package io.darkroom.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reads {@code text/event-stream} as the HTML standard defines it; comments and retry hints are skipped. */
public final class EventStream implements AutoCloseable {
    private final BufferedReader lines;

    EventStream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event; null at the end of the stream, where an incomplete event is dropped. */
    public @Nullable ServerEvent next() throws IOException {
        String id = "";
        String name = "message";
        StringJoiner data = new StringJoiner("\n");
        boolean any = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (any) {
                    return new ServerEvent(id, name, data.toString());
                }
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            String stripped = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> id = stripped;
                case "event" -> name = stripped;
                case "data" -> {
                    data.add(stripped);
                    any = true;
                }
                default -> {
                    // comments, retry, and fields of later versions
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
