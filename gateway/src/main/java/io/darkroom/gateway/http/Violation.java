package io.darkroom.gateway.http;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer JSON pointer (RFC 6901) to the offending place in the body; empty: the body as a whole
 * @param code stable, e.g. {@code unknown_field}, {@code required}, {@code out_of_range}
 * @param message what is wrong and what would be right
 */
public record Violation(String pointer, String code, String message) {}
