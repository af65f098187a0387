package io.darkroom.worker.batch;

import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.StepNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One sample for the running batch. Made by {@link #of}.
 *
 * @param item index of the job's item that it is for
 * @param start the sample before its first step, {@code [channels, height, width]}; belongs to the engine from now on
 * @param startStep the first step to do, from 0; above it for image to image, where {@code start} is a noised picture
 * @param guides what it is drawn towards, one or more; each takes a row of a run
 * @param unconditional the other side of guidance, takes a row too; null: no guidance
 * @param steering null: left alone between steps
 * @param noise what the scheduler draws between steps, from {@link GaussianNoise#steps}
 * @param shows after which steps, counted from 1, the estimate of the finished picture is wanted
 */
public record SampleRequest(
        int item,
        Scheduler scheduler,
        float[] start,
        int startStep,
        List<WeightedPrompt> guides,
        @Nullable Conditioning unconditional,
        @Nullable StepCallback steering,
        StepNoise noise,
        IntPredicate shows) {
    public SampleRequest {
        guides = List.copyOf(guides);
        if (guides.isEmpty()) {
            throw new IllegalArgumentException("a sample needs at least one guide");
        }
        if (startStep < 0 || startStep >= scheduler.steps()) {
            throw new IllegalArgumentException(
                    "startStep must be from 0 to " + (scheduler.steps() - 1) + ", not " + startStep);
        }
        if (scheduler.drawsNoise() && noise == StepNoise.NONE) {
            throw new IllegalArgumentException(
                    "scheduler '" + scheduler.name() + "' draws noise between steps; give some");
        }
        requireFitting(guides, start.length);
    }

    private static void requireFitting(List<WeightedPrompt> guides, int size) {
        int pixels = 0;
        for (WeightedPrompt guide : guides) {
            float[] weights = guide.weights();
            if (weights == null) {
                continue;
            }
            if (weights.length == 0 || size % weights.length != 0 || pixels != 0 && pixels != weights.length) {
                throw new IllegalArgumentException(
                        "weights of " + weights.length + " pixels do not fit a sample of " + size + " values");
            }
            pixels = weights.length;
        }
    }

    /** Rows that a step takes. They need not be in the same run. */
    public int rows() {
        return guides.size() + (unconditional == null ? 0 : 1);
    }

    /** Starts a request. */
    public static Builder of(int item, Scheduler scheduler, float[] start) {
        return new Builder(item, scheduler, start);
    }

    /** Collects what a request needs. */
    public static final class Builder {
        private final int item;
        private final Scheduler scheduler;
        private final float[] start;
        private final List<WeightedPrompt> guides = new ArrayList<>();
        private int startStep;
        private @Nullable Conditioning unconditional;
        private @Nullable StepCallback steering;
        private StepNoise noise = StepNoise.NONE;
        private IntPredicate shows = step -> false;

        private Builder(int item, Scheduler scheduler, float[] start) {
            this.item = item;
            this.scheduler = scheduler;
            this.start = start;
        }

        /** Default 0. */
        public Builder startStep(int step) {
            startStep = step;
            return this;
        }

        /** A guide for the whole picture, without guidance's other side unless {@link #against} is given. */
        public Builder towards(Conditioning conditioning, double scale) {
            return towards(new WeightedPrompt(conditioning, null, scale));
        }

        /** Another guide. */
        public Builder towards(WeightedPrompt guide) {
            guides.add(guide);
            return this;
        }

        /** The other side of guidance; null: none. */
        public Builder against(@Nullable Conditioning other) {
            unconditional = other;
            return this;
        }

        public Builder steering(@Nullable StepCallback hooks) {
            steering = hooks;
            return this;
        }

        /** Default: none, which does for schedulers that draw none. */
        public Builder noise(StepNoise between) {
            noise = between;
            return this;
        }

        /** Default: no previews. */
        public Builder shows(IntPredicate steps) {
            shows = steps;
            return this;
        }

        public SampleRequest build() {
            return new SampleRequest(item, scheduler, start, startStep, guides, unconditional, steering, noise, shows);
        }
    }
}
