package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Where a job waits: what hardware it needs × how urgent it is. One topic per cell and one share group per lane. */
public enum Lane {
    IMAGE_INTERACTIVE("image.interactive"),
    IMAGE_BULK("image.bulk"),
    VIDEO("video");

    private final String wireName;

    Lane(String wireName) {
        this.wireName = wireName;
    }

    /** Long and short jobs wait apart, since one unfinished record holds back those far behind it. */
    public static Lane of(JobKind kind, Priority priority) {
        return switch (kind.course()) {
            case STILL -> priority == Priority.BULK ? IMAGE_BULK : IMAGE_INTERACTIVE;
            case DATASET -> IMAGE_BULK;
            case VIDEO -> VIDEO;
        };
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static Lane decode(String wireName) {
        return Arrays.stream(values())
                .filter(lane -> lane.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown lane '" + wireName + "'"));
    }
}
