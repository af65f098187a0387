package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What a job does. A model says in its manifest which kinds it serves. */
public enum JobKind {
    IMAGE_GENERATE("image.generate"),
    IMAGE_TRANSFORM("image.transform"),
    IMAGE_INPAINT("image.inpaint"),
    IMAGE_OUTPAINT("image.outpaint"),
    IMAGE_VARY("image.vary"),
    IMAGE_UPSCALE("image.upscale"),
    IMAGE_DENOISE("image.denoise"),
    IMAGE_INTERPOLATE("image.interpolate"),
    IMAGE_COMPOSE("image.compose"),
    IMAGE_DETECT_ANOMALIES("image.detect-anomalies"),
    DATASET_SYNTHESIZE("dataset.synthesize"),
    VIDEO_PREDICT("video.predict"),
    VIDEO_GENERATE("video.generate");

    private final String wireName;

    JobKind(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public static Optional<JobKind> find(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst();
    }

    @JsonCreator
    public static JobKind decode(String wireName) {
        return find(wireName).orElseThrow(() -> new IllegalArgumentException("unknown job kind '" + wireName + "'"));
    }
}
