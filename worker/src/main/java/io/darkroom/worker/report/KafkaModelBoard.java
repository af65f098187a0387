package io.darkroom.worker.report;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.LogUnavailableException;
import java.util.List;
import java.util.Map;

/** {@code darkroom.models}: what the fleet serves, keyed by model id, kept by compaction. */
public final class KafkaModelBoard {
    private final KafkaLog log;

    public KafkaModelBoard(KafkaLog log) {
        this.log = log;
    }

    /**
     * Announces the models, durably.
     *
     * @throws LogUnavailableException if they are not known to be in the log
     */
    public void announce(List<ModelInfo> models) {
        for (ModelInfo model : models) {
            log.append(Topics.MODELS, model.id(), Json.encode(model), Map.of());
        }
    }
}
