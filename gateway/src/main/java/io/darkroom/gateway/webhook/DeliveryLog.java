package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was tried. May forget: nothing that must happen depends on it. */
interface DeliveryLog {
    /** Never fails; what cannot be written is lost. */
    void record(Delivery delivery, @Nullable Attempt attempt, Settlement settlement);

    /** Whether this sending of it, or a later replay, was delivered. False also if the log has forgotten. */
    boolean isDelivered(Delivery delivery);

    List<Entry> ofJob(String tenant, JobId job);

    /** Deliveries of the tenant that fit, newest first, at most {@code limit}, from before {@code cursor}. */
    Page page(String tenant, DeliveryFilter filter, @Nullable Cursor cursor, int limit);

    Optional<Entry> find(String tenant, String id);

    /**
     * One delivery.
     *
     * @param state {@code delivered}, {@code waiting}, {@code given_up} or {@code dropped}
     * @param nextAt when it is tried again; null: it is not
     */
    record Entry(Delivery delivery, String state, @Nullable Instant nextAt, List<Attempt> attempts) {}

    /**
     * @param next where the next page begins; null: this is the last one
     */
    record Page(List<Entry> entries, @Nullable Cursor next) {}

    /**
     * Where a page ended: at the {@code skip}-th delivery of this moment.
     *
     * @param millis since 1970
     */
    record Cursor(long millis, long skip) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,15})-([0-9]{1,9})");

        static Optional<Cursor> parse(String text) {
            var parts = FORM.matcher(text);
            return parts.matches()
                    ? Optional.of(new Cursor(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                    : Optional.empty();
        }

        static Cursor after(@Nullable Cursor before, long millis) {
            return before != null && before.millis == millis
                    ? new Cursor(millis, before.skip + 1)
                    : new Cursor(millis, 1);
        }

        String text() {
            return millis + "-" + skip;
        }
    }
}
