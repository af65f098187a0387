package io.darkroom.worker.batch;

import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.StepNoise;

/**
 * The path of a sample from its start to the finished image.
 *
 * @param scheduler a new one for each sample
 * @param start the sample before its first step, {@code [channels, height, width]}; owned by the engine from now on
 * @param startStep the first step to do, from 0; above 0 for image to image, where {@code start} is a noised image
 * @param noise noise that the scheduler adds between steps, from {@link GaussianNoise#steps}
 */
record Trajectory(Scheduler scheduler, float[] start, int startStep, StepNoise noise) {
    Trajectory {
        if (startStep < 0 || startStep >= scheduler.steps()) {
            throw new IllegalArgumentException(
                    "startStep must be from 0 to " + (scheduler.steps() - 1) + ", not " + startStep);
        }
        if (scheduler.drawsNoise() && noise == StepNoise.NONE) {
            throw new IllegalArgumentException(
                    "scheduler '" + scheduler.name() + "' adds noise between steps, but the request has no step noise");
        }
    }
}
