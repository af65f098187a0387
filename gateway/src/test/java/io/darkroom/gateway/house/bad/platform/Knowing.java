package io.darkroom.gateway.house.bad.platform;

import io.darkroom.gateway.house.bad.util.Things;

/** The platform must know nobody. */
public final class Knowing {
    Things known;
}
