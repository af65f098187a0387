package io.darkroom.planner;

import java.util.List;

/**
 * The result of planning.
 *
 * @param wanted total workers, including starting ones
 * @param start workers to start now
 * @param retire idle workers that may stop, in this order
 * @param floor warm workers kept for the recent load
 * @param backlogSeconds waiting device seconds
 * @param lastStartIn seconds until the last waiting job would start under this plan; 0 if none waits
 */
public record Plan(int wanted, int start, List<String> retire, int floor, double backlogSeconds, double lastStartIn) {
    public Plan {
        retire = List.copyOf(retire);
    }
}
