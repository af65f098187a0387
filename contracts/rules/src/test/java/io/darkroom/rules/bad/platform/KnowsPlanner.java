package io.darkroom.rules.bad.platform;

import io.darkroom.rules.bad.planner.ReadsFiles;

/** Platform must know messages only. */
public final class KnowsPlanner {
    ReadsFiles sideways;
}
