package io.darkroom.rules.bad.worker.util;

/** Lies in a package whose name means nothing. */
public final class Things {}
