package io.darkroom.platform.kafka;

import io.darkroom.platform.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** How a trace goes through a record. */
public final class KafkaTraceHeaders {
    private KafkaTraceHeaders() {}

    /** What the record carries of a trace, for {@link KafkaLog#send} of what follows from it. */
    public static Map<String, String> of(Headers headers) {
        Map<String, String> carried = new HashMap<>();
        for (String name : Tracing.HEADERS) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null) {
                carried.put(name, new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return carried;
    }

    public static void add(Map<String, String> carried, Headers to) {
        carried.forEach((name, value) -> to.add(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
