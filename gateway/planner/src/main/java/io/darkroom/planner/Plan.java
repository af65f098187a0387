package io.darkroom.planner;

import java.util.List;

/**
 * What should be done.
 *
 * @param wanted workers in all, those that start included
 * @param start workers to start now
 * @param retire idle workers that may leave, the first one first
 * @param floor workers that the load of the last minutes keeps warm
 * @param backlogSeconds device seconds that wait
 * @param lastStartIn seconds until the last waiting job would start, once the plan is carried out; 0 if none waits
 */
public record Plan(int wanted, int start, List<String> retire, int floor, double backlogSeconds, double lastStartIn) {
    public Plan {
        retire = List.copyOf(retire);
    }
}
