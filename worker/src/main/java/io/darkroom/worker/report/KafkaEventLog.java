package io.darkroom.worker.report;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.telemetry.trace.Traces;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code darkroom.events}, keyed by job id so that one job's events keep their order, and {@code darkroom.dead-letters}. */
public final class KafkaEventLog implements EventLog {
    private final KafkaWriter writer;
    private final Traces traces;

    public KafkaEventLog(KafkaWriter writer) {
        this(writer, Traces.OFF);
    }

    /** @param traces what the writing thread does now goes on in whoever reads the event */
    public KafkaEventLog(KafkaWriter writer, Traces traces) {
        this.writer = writer;
        this.traces = traces;
    }

    @Override
    public void append(JobEvent event) {
        writer.write(record(event));
    }

    @Override
    public CompletionStage<?> appendSoon(JobEvent event) {
        return writer.writeSoon(record(event));
    }

    @Override
    public void append(DeadLetter letter) {
        String key = letter.jobId() == null
                ? letter.topic() + "/" + letter.offset()
                : letter.jobId().value();
        writer.write(new ProducerRecord<>(Topics.DEAD_LETTERS, KafkaWriter.bytes(key), Json.encode(letter)));
    }

    private ProducerRecord<byte[], byte[]> record(JobEvent event) {
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(
                Topics.EVENTS, KafkaWriter.bytes(event.jobId().value()), Json.encode(event));
        KafkaTraceHeaders.add(traces.carried(), entry.headers());
        return entry;
    }
}
