package io.darkroom.gateway.observe;

import io.darkroom.gateway.view.RedisFeed;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a tenant's feed, as a client knows it: {@code <epoch>.<ms>-<count>}.
 *
 * @param epoch the life of the data that the place belongs to, in brief
 * @param place in the feed
 * @param seenUntil what happened before it was seen in an earlier life of the data; {@link Instant#MIN}: there was none
 */
record FeedPosition(String epoch, String place, Instant seenUntil) {
    private static final int BRIEF = 8;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})\\.(([0-9]{1,15})-([0-9]{1,9}))");

    FeedPosition(String epoch, String place) {
        this(brief(epoch), place, Instant.MIN);
    }

    FeedPosition {
        epoch = brief(epoch);
    }

    /** Empty for an id that is not ours. */
    static Optional<FeedPosition> parse(@Nullable String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text.strip());
        return parts.matches() ? Optional.of(new FeedPosition(parts.group(1), parts.group(2))) : Optional.empty();
    }

    static String brief(String epoch) {
        String hex = epoch.replace("-", "") + "0".repeat(BRIEF);
        return hex.substring(0, BRIEF);
    }

    String text() {
        return epoch + "." + place;
    }

    FeedPosition at(String next) {
        return new FeedPosition(epoch, next, seenUntil);
    }

    /** By the clock of whoever filled the feed. */
    Instant moment() {
        return Instant.ofEpochMilli(Long.parseLong(place.substring(0, place.indexOf('-'))));
    }

    /** Whether it is a place that was there once and lies before this one. */
    boolean isBefore(String other) {
        if (place.equals(RedisFeed.BEGINNING)) {
            return false;
        }
        FeedPosition that = at(other);
        int order = moment().compareTo(that.moment());
        return order < 0 || order == 0 && place.length() <= other.length() && place.compareTo(other) < 0;
    }
}
