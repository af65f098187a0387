package io.darkroom.gateway.http;

/**
 * A violation of the request's contract.
 *
 * @param pointer JSON pointer (RFC 6901) to the location in the body, empty for the whole body; {@code ?name} for a
 *     query parameter
 * @param code stable, e.g. {@code unknown_field}, {@code required}, {@code out_of_range}
 * @param message what is wrong and what is expected
 */
public record Violation(String pointer, String code, String message) {}
