package io.darkroom.chaos.history;

import java.time.Duration;

/**
 * The limits of a run.
 *
 * @param attempts that may be charged to one job
 * @param recoveryWithin the longest time until a job resumes whose worker was killed, froze or left; for a laptop under load,
 *     not the target of an idle machine
 * @param memoryKib the most that one process may have in memory
 */
public record Rules(int attempts, Duration recoveryWithin, long memoryKib) {}
