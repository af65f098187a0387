package io.darkroom.rules.bad.worker;

import java.time.Clock;

/** The one place that may produce a clock. */
final class Clocks {
    final Clock clock = Clock.systemUTC();
}
