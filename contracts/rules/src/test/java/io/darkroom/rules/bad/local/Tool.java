package io.darkroom.rules.bad.local;

/** Stands for a class below deploy. */
public final class Tool {}
