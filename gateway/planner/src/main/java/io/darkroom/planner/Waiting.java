package io.darkroom.planner;

/**
 * A group of similar waiting jobs.
 *
 * @param jobs number of jobs
 * @param workEach predicted device seconds of one job
 * @param startsWithin seconds from now within which they should start according to the lane's target; negative: the
 *     target is already missed
 */
public record Waiting(int jobs, double workEach, double startsWithin) {
    public double work() {
        return jobs * workEach;
    }
}
