package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Priority of a job. Interactive jobs run first, with a guaranteed share for bulk. Default: {@link #INTERACTIVE}. */
public enum Priority {
    @JsonProperty("interactive")
    INTERACTIVE,
    @JsonProperty("bulk")
    BULK
}
