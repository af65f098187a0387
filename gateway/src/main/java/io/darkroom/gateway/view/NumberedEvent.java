package io.darkroom.gateway.view;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.wire.Json;
import java.nio.charset.StandardCharsets;

/**
 * An event of a job with its number.
 *
 * @param number from 1, without gaps, in the order of the log
 * @param json the {@link JobEvent} as in the log
 * @param feed type of the entry in the tenant's feed: {@code event}, {@code end}, or empty for none
 */
public record NumberedEvent(long number, String json, String feed) {
    public NumberedEvent(long number, String json) {
        this(number, json, "");
    }

    /**
     * The type of the feed entry. Progress and previews are only in the job's own stream; the outcome is in the view
     * and is not repeated in the feed.
     */
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
