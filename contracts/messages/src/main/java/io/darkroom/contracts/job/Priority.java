package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How urgent a job is. Urgent work goes first, with a floor for bulk. Default: {@link #INTERACTIVE}. */
public enum Priority {
    @JsonProperty("interactive")
    INTERACTIVE,
    @JsonProperty("bulk")
    BULK
}
