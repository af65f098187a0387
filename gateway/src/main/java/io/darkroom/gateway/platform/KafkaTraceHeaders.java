package io.darkroom.gateway.platform;

import io.darkroom.platform.telemetry.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** How a trace goes through a record. */
public final class KafkaTraceHeaders {
    private KafkaTraceHeaders() {}

    /** What the record carries of a trace, for {@link KafkaLog#send} of what follows from it. */
    public static Map<String, String> of(ConsumerRecord<?, ?> entry) {
        Map<String, String> carried = new HashMap<>();
        for (String name : Traces.HEADERS) {
            Header header = entry.headers().lastHeader(name);
            if (header != null && header.value() != null) {
                carried.put(name, new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return carried;
    }
}
