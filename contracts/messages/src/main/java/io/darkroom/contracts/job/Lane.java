package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** A queue of jobs, by required hardware and priority. One topic per cell and one share group per lane. */
public enum Lane {
    IMAGE_INTERACTIVE("image.interactive"),
    IMAGE_BULK("image.bulk"),
    VIDEO("video");

    private final String wireName;

    Lane(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Long and short jobs use different lanes, because one unfinished record blocks those far behind it in its share
     * group.
     */
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
