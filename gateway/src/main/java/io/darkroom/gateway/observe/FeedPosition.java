package io.darkroom.gateway.observe;

import io.darkroom.gateway.view.RedisFeed;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in a tenant's feed, as sent to clients: {@code <epoch>.<ms>-<count>}.
 *
 * @param epoch abbreviated id of the Redis epoch that the position belongs to
 * @param place id of the feed entry
 * @param seenUntil events before this time were already sent in an earlier epoch; {@link Instant#MIN}: there was none
 */
record FeedPosition(String epoch, String place, Instant seenUntil) {
    private static final int EPOCH_LENGTH = 8;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})\\.(([0-9]{1,15})-([0-9]{1,9}))");

    FeedPosition(String epoch, String place) {
        this(abbreviate(epoch), place, Instant.MIN);
    }

    FeedPosition {
        epoch = abbreviate(epoch);
    }

    /** Empty for a malformed id. */
    static Optional<FeedPosition> parse(@Nullable String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text.strip());
        return parts.matches() ? Optional.of(new FeedPosition(parts.group(1), parts.group(2))) : Optional.empty();
    }

    static String abbreviate(String epoch) {
        String hex = epoch.replace("-", "") + "0".repeat(EPOCH_LENGTH);
        return hex.substring(0, EPOCH_LENGTH);
    }

    String text() {
        return epoch + "." + place;
    }

    FeedPosition at(String next) {
        return new FeedPosition(epoch, next, seenUntil);
    }

    /** Time of the entry, by the clock of the Redis server. */
    Instant moment() {
        return Instant.ofEpochMilli(Long.parseLong(place.substring(0, place.indexOf('-'))));
    }

    /** Whether this is the id of an actual entry and lies before the other one. */
    boolean isBefore(String other) {
        if (place.equals(RedisFeed.BEGINNING)) {
            return false;
        }
        FeedPosition that = at(other);
        int order = moment().compareTo(that.moment());
        return order < 0 || order == 0 && place.length() <= other.length() && place.compareTo(other) < 0;
    }
}
