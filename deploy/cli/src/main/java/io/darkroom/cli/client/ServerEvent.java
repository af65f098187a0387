package io.darkroom.cli.client;

/**
 * One server-sent event.
 *
 * @param id empty if it has none, e.g. progress
 * @param name e.g. {@code job.progress}
 * @param data JSON
 */
public record ServerEvent(String id, String name, String data) {}
