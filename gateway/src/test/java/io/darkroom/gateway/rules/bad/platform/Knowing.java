package io.darkroom.gateway.rules.bad.platform;

import io.darkroom.gateway.rules.bad.submit.Uncatalogued;

/** The platform must know nobody. */
public final class Knowing {
    Uncatalogued known;
}
