package io.darkroom.rules.bad.contracts;

/** A message may have as many fields as it needs. */
public record Wide(int a, int b, int c, int d, int e, int f, int g, int h) {}
