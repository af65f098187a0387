package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.DetectAnomalies;

/** {@code image.detect-anomalies}: scores how far an image deviates from the model's training distribution. */
final class DetectAnomaliesEntry implements KindEntry<DetectAnomalies> {
    private static final double LEVEL = 0.25;
    private static final int RUNS = 4;

    @Override
    public DetectAnomalies input(Fields fields) {
        int runs = Math.min(RUNS, fields.model().limits().maxImages());
        return new DetectAnomalies(
                fields.medium("image"),
                fields.text("prompt"),
                fields.number("level", LEVEL),
                fields.integer("n", runs),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed());
    }
}
