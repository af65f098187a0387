package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The attempt log. It may lose data: correctness does not depend on it. */
interface DeliveryLog {
    /** Records an attempt and the settlement. Never fails; what cannot be written is lost. */
    void record(Delivery delivery, @Nullable Attempt attempt, Settlement settlement);

    /** Whether this delivery or a later replay of it was delivered. Also false if the log has lost it. */
    boolean isDelivered(Delivery delivery);

    List<Entry> ofJob(String tenant, JobId job);

    /** Deliveries of the tenant that match, newest first, at most {@code limit}, from {@code cursor} on. */
    Page page(String tenant, DeliveryFilter filter, @Nullable Cursor cursor, int limit);

    Optional<Entry> find(String tenant, String id);

    /**
     * A delivery in the log.
     *
     * @param state {@code delivered}, {@code waiting}, {@code given_up} or {@code dropped}
     * @param nextAt time of the next try; null if there is none
     */
    record Entry(Delivery delivery, String state, @Nullable Instant nextAt, List<Attempt> attempts) {}

    /** @param next where the next page starts; null on the last page */
    record Page(List<Entry> entries, @Nullable Cursor next) {}

    /**
     * The end of a page: after the {@code skip}-th delivery of this time.
     *
     * @param millis milliseconds since the epoch
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
