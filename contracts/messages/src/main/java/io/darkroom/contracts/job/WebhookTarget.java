package io.darkroom.contracts.job;

import java.util.List;

/**
 * Where a job's events are called back, next to the tenant's own endpoints.
 *
 * @param url https, or http where the installation allows it
 * @param events names out of {@link #EVENTS}; default: {@code job.completed}
 */
public record WebhookTarget(String url, List<String> events) {
    /** {@code job.completed} stands for every terminal state. */
    public static final List<String> EVENTS = List.of("job.started", "job.completed");

    public static final List<String> DEFAULT_EVENTS = List.of("job.completed");
}
