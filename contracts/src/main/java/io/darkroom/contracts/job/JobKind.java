package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What a job does. A model says in its manifest which kinds it serves. */
public enum JobKind {
    IMAGE_GENERATE("image.generate"),
    VIDEO_PREDICT("video.predict");

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
