package io.darkroom.planner;

/**
 * Jobs that wait and are alike.
 *
 * @param jobs how many
 * @param workEach predicted device seconds of one
 * @param startsWithin seconds from now within which the target wants them started; negative: it is missed already
 */
public record Waiting(int jobs, double workEach, double startsWithin) {
    public double work() {
        return jobs * workEach;
    }
}
