package io.darkroom.gateway.deadletter;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dead letter with its offset in the topic.
 *
 * @param offset identifies it, since the topic has one partition
 */
record DeadLetterRecord(long offset, DeadLetter content) {
    private static final Pattern ID = Pattern.compile("dl_([0-9]{1,18})");

    String id() {
        return "dl_" + offset;
    }

    /** The offset of an id; empty if the id is malformed. */
    static Optional<Long> offset(String id) {
        Matcher parts = ID.matcher(id);
        return parts.matches() ? Optional.of(Long.parseLong(parts.group(1))) : Optional.empty();
    }

    /** The submitted job; empty if this version cannot decode the record. */
    Optional<JobRequest> request() {
        byte[] value = content.value();
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(Json.decode(value, JobRequest.class))
                            .filter(request -> request.id() != null
                                    && request.tenant() != null
                                    && request.input() != null
                                    && request.lane() != null);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
