package io.darkroom.chaos.history;

import java.time.Duration;

/**
 * What a run is held to.
 *
 * @param attempts that may be charged to one job
 * @param goesOnWithin the longest time until a job goes on whose worker was killed, froze or left; of a laptop under load,
 *     not the target of an idle machine
 * @param memoryKib the most that one process may have in memory
 */
public record Rules(int attempts, Duration goesOnWithin, long memoryKib) {}
