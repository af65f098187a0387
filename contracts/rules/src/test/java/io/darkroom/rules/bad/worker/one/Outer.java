package io.darkroom.rules.bad.worker.one;

import io.darkroom.rules.bad.worker.one.deep.Inner;

/** Half of a circle between a package and one inside it. */
public final class Outer {
    Inner inner;
}
