package io.darkroom.gateway.view;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import java.nio.charset.StandardCharsets;

/**
 * A kept event.
 *
 * @param number from 1, without gaps, in the order of the log
 * @param json the {@link JobEvent} as it lies in the log
 * @param feed what goes into the tenant's feed: {@code event}, {@code end} of the job, or nothing
 */
public record NumberedEvent(long number, String json, String feed) {
    public NumberedEvent(long number, String json) {
        this(number, json, "");
    }

    /** Steps and previews are for those who watch the job; how it ended is in its view, and need not lie there twice. */
    public static String feed(JobEvent event) {
        return switch (event) {
            case JobEvent.Progressed progressed -> "";
            case JobEvent.Previewed previewed -> "";
            case JobEvent.Finished finished -> "end";
            case JobEvent.Started started -> "event";
            case JobEvent.OutputStored stored -> "event";
            case JobEvent.Released released -> "event";
            case JobEvent.CancelRequested requested -> "event";
        };
    }

    public JobEvent event() {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), JobEvent.class);
    }
}
