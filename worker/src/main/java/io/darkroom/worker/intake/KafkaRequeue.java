package io.darkroom.worker.intake;

import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import io.darkroom.worker.run.AcquiredJob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes the job to its cell again, with the timestamp of its first publication, from which its attempts are counted, and
 * with the deliveries so far in a header.
 */
public final class KafkaRequeue implements Requeue {

    private final KafkaLog log;

    public KafkaRequeue(KafkaLog log) {
        this.log = log;
    }

    @Override
    public void requeue(AcquiredJob job) {
        Header deliveries = new RecordHeader(
                RecordHeaders.DELIVERIES, Integer.toString(job.deliveries()).getBytes(StandardCharsets.UTF_8));
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(
                job.position().topic(),
                job.position().partition(),
                job.timestamp().toEpochMilli(),
                job.key(),
                job.value(),
                List.of(deliveries));
        KafkaTraceHeaders.add(job.traceHeaders(), entry.headers());
        log.append(entry);
    }

    /** Deliveries of the job in earlier records. A header that is not a number counts as 0. */
    static int earlierDeliveries(Headers headers) {
        Header header = headers.lastHeader(RecordHeaders.DELIVERIES);
        if (header == null || header.value() == null) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
