package io.darkroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    @Test
    void readsEventsWithAndWithoutIdAndSkipsTheRest() throws IOException {
        List<ServerEvent> events = read("retry: 1000\n: hello\n\nid: 0\nevent: job.queued\ndata: {}\n\n"
                + "event: job.progress\ndata: {\"step\":\ndata: 3}\n\n: ping\n\n");
        assertThat(events)
                .containsExactly(
                        new ServerEvent("0", "job.queued", "{}"),
                        new ServerEvent("", "job.progress", "{\"step\":\n3}"));
    }

    @Test
    void dropsAHalfEventAtTheEnd() throws IOException {
        assertThat(read("id: 1\nevent: job.started\ndata: {}\n")).isEmpty();
    }

    @Test
    void readsFieldsWithoutASpaceAndWindowsLineEnds() throws IOException {
        assertThat(read("id:7\r\nevent:job.output\r\ndata:x\r\n\r\n"))
                .containsExactly(new ServerEvent("7", "job.output", "x"));
    }

    private static List<ServerEvent> read(String text) throws IOException {
        List<ServerEvent> events = new ArrayList<>();
        try (EventStream stream = new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (ServerEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
