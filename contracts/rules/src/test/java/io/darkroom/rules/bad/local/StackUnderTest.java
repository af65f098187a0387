package io.darkroom.rules.bad.local;

import io.darkroom.rules.bad.local.backends.Backends;

/** Starts servers for others. */
final class StackUnderTest {
    private StackUnderTest() {}

    static Backends start() {
        return new Backends.Builder().start();
    }
}
