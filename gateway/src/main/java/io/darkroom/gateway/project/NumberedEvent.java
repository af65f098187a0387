package io.darkroom.gateway.project;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import java.nio.charset.StandardCharsets;

/**
 * A kept event.
 *
 * @param number from 1, without gaps, in the order of the log
 * @param json the {@link JobEvent} as it lies in the log
 * @param isForFeed whether it goes into the tenant's feed, too: steps and previews are for those who watch the job
 */
public record NumberedEvent(long number, String json, boolean isForFeed) {
    public NumberedEvent(long number, String json) {
        this(number, json, false);
    }

    public JobEvent event() {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), JobEvent.class);
    }
}
