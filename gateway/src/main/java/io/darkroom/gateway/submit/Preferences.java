package io.darkroom.gateway.submit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Prefer} header (RFC 7240). Unknown preferences are ignored, as the RFC requires. */
final class Preferences {
    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|[,;\\s])wait(?:\\s*=\\s*\"?(\\d{1,6})\"?)?(?:$|[,;\\s])");

    private Preferences() {}

    /**
     * How long to wait for the end of the job; {@code wait} without a value means as long as possible; zero: do not
     * wait.
     */
    static Duration wait(@Nullable String prefer, Duration max) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.find()) {
            return Duration.ZERO;
        }
        String seconds = wait.group(1);
        Duration asked = seconds == null ? max : Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(max) > 0 ? max : asked;
    }
}
