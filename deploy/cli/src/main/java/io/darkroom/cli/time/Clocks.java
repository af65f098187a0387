package io.darkroom.cli.time;

import java.time.Clock;

/** Where the programs below {@code deploy} get their clock from. */
public final class Clocks {
    private Clocks() {}

    public static Clock system() {
        return Clock.systemUTC();
    }
}
