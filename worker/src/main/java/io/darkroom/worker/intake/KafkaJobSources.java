package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;

/** Share consumers for the lanes' cells. */
public final class KafkaJobSources implements JobSources {
    private final KafkaSettings settings;

    public KafkaJobSources(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public JobSource open(Lane lane, String member) {
        return new KafkaJobSource(settings, lane, member);
    }
}
