package io.darkroom.worker.report;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code darkroom.models}: what the fleet serves, keyed by model id, kept by compaction. */
public final class KafkaModelBoard {
    private final KafkaWriter writer;

    public KafkaModelBoard(KafkaWriter writer) {
        this.writer = writer;
    }

    /**
     * Announces the models, durably.
     *
     * @throws LogUnavailableException if Kafka does not take them
     */
    public void announce(List<ModelInfo> models) {
        for (ModelInfo model : models) {
            writer.write(new ProducerRecord<>(Topics.MODELS, KafkaWriter.bytes(model.id()), Json.encode(model)));
        }
    }
}
