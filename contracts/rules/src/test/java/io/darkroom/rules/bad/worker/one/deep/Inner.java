package io.darkroom.rules.bad.worker.one.deep;

import io.darkroom.rules.bad.worker.one.Outer;

/** The other half. */
public final class Inner {
    Outer outer;
}
