package io.darkroom.platform.kafka;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.telemetry.trace.Tracing;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * {@code darkroom.events}, keyed by job id so that one job's events keep their order, and {@code
 * darkroom.dead-letters}.
 */
public final class KafkaEventLog implements EventLog {
    private final KafkaLog log;
    private final Tracing traces;

    public KafkaEventLog(KafkaLog log) {
        this(log, Tracing.OFF);
    }

    /** @param traces propagates the current trace of the writing thread to the readers of the event */
    public KafkaEventLog(KafkaLog log, Tracing traces) {
        this.log = log;
        this.traces = traces;
    }

    @Override
    public void append(JobEvent event) {
        log.append(record(event));
    }

    @Override
    public CompletionStage<?> appendSoon(JobEvent event) {
        return log.send(record(event));
    }

    @Override
    public void append(DeadLetter deadLetter) {
        String key = deadLetter.jobId() == null
                ? deadLetter.topic() + "/" + deadLetter.offset()
                : deadLetter.jobId().value();
        log.append(new ProducerRecord<>(Topics.DEAD_LETTERS, KafkaLog.bytes(key), Json.encode(deadLetter)));
    }

    private ProducerRecord<byte[], byte[]> record(JobEvent event) {
        ProducerRecord<byte[], byte[]> entry =
                new ProducerRecord<>(Topics.EVENTS, KafkaLog.bytes(event.jobId().value()), Json.encode(event));
        KafkaTraceHeaders.add(traces.headers(), entry.headers());
        return entry;
    }
}
