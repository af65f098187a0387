package io.darkroom.rules.bad.unknown;

/** Lies in no module that the table knows. */
public final class Lost {
    Object any;
}
