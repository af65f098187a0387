package io.darkroom.gateway.house.bad.two;

import io.darkroom.gateway.house.bad.one.Sinner;

/** The other half of a circle. */
public final class Accomplice {
    Sinner circle;
}
