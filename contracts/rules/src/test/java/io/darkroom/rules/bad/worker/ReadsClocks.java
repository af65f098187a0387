package io.darkroom.rules.bad.worker;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.function.Supplier;

/** Every way to read the system's clock. */
final class ReadsClocks {
    final Supplier<Instant> byReference = Instant::now;
    final Instant instant = Instant.now();
    final LocalDate date = LocalDate.now(ZoneId.of("UTC"));
    final Clock clock = Clock.systemUTC();
    final long millis = System.currentTimeMillis();
    final Date old = new Date();

    Instant allowed(Clock given) {
        return Instant.now(given);
    }
}
