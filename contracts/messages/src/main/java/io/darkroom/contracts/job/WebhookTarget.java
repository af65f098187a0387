package io.darkroom.contracts.job;

import java.util.List;

/**
 * A webhook target of a single job, in addition to the tenant's endpoints.
 *
 * @param url https, or http if the installation allows it
 * @param events subset of {@link #EVENTS}; default: {@code job.completed}
 */
public record WebhookTarget(String url, List<String> events) {
    /** {@code job.completed} covers every terminal state. */
    public static final List<String> EVENTS = List.of("job.started", "job.completed");

    public static final List<String> DEFAULT_EVENTS = List.of("job.completed");
}
