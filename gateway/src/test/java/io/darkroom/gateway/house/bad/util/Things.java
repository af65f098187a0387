package io.darkroom.gateway.house.bad.util;

/** Lies in a package whose name means nothing. */
public final class Things {}
