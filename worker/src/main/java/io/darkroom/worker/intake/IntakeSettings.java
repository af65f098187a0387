package io.darkroom.worker.intake;

import java.time.Duration;

/**
 * @param worker this worker's id, the first part of the slots' names
 * @param poll how long one poll for a record waits; also how soon a slot notices that it has to pause; 250 ms
 * @param grace how long a run may take to stop when the worker shuts down; 3 s
 * @param reopen wait before a broken consumer is replaced; 1 s
 */
public record IntakeSettings(String worker, Duration poll, Duration grace, Duration reopen) {}
