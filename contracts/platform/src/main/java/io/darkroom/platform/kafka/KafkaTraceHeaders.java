package io.darkroom.platform.kafka;

import io.darkroom.platform.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Propagates traces in record headers. */
public final class KafkaTraceHeaders {
    private KafkaTraceHeaders() {}

    /** The trace headers of a record, to be passed to {@link KafkaLog#send} for records that result from it. */
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
