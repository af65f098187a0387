package io.darkroom.worker.batch;

import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.StepNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** One sample for the running batch. Made by {@link #of}. */
public final class SampleRequest {
    private final int item;
    private final Trajectory trajectory;
    private final Prompting prompting;
    private final @Nullable StepCallback callback;
    private final IntPredicate previews;

    private SampleRequest(Builder builder) {
        this.item = builder.item;
        this.trajectory = new Trajectory(builder.scheduler, builder.start, builder.startStep, builder.noise);
        this.prompting = new Prompting(builder.prompts, builder.unconditional);
        this.callback = builder.callback;
        this.previews = builder.previews;
        prompting.requireFitting(builder.start.length);
    }

    /**
     * Starts a request.
     *
     * @param item index of the job's item that it is for
     * @param scheduler a new one for each sample
     * @param start the sample before its first step, {@code [channels, height, width]}; owned by the engine from now on
     */
    public static Builder of(int item, Scheduler scheduler, float[] start) {
        return new Builder(item, scheduler, start);
    }

    public int item() {
        return item;
    }

    public Scheduler scheduler() {
        return trajectory.scheduler();
    }

    /** The first step to do, from 0. */
    public int startStep() {
        return trajectory.startStep();
    }

    Trajectory trajectory() {
        return trajectory;
    }

    Prompting prompting() {
        return prompting;
    }

    /** Null: the sample is not changed between steps. */
    @Nullable
    StepCallback callback() {
        return callback;
    }

    /** Whether the estimate of the finished sample is wanted after this many steps. */
    boolean hasPreviewAfter(int step) {
        return previews.test(step);
    }

    /** Collects what a request needs. */
    public static final class Builder {
        private final int item;
        private final Scheduler scheduler;
        private final float[] start;
        private final List<WeightedPrompt> prompts = new ArrayList<>();
        private int startStep;
        private @Nullable Conditioning unconditional;
        private @Nullable StepCallback callback;
        private StepNoise noise = StepNoise.NONE;
        private IntPredicate previews = step -> false;

        private Builder(int item, Scheduler scheduler, float[] start) {
            this.item = item;
            this.scheduler = scheduler;
            this.start = start;
        }

        /** The first step to do, from 0; above 0 for image to image, where the start is a noised image. Default 0. */
        public Builder startStep(int step) {
            startStep = step;
            return this;
        }

        /**
         * Adds a prompt for the whole image.
         *
         * @param scale guidance scale; ignored without {@link #unconditional}
         */
        public Builder prompt(Conditioning conditioning, double scale) {
            return prompt(new WeightedPrompt(conditioning, null, scale));
        }

        /** Adds a prompt. */
        public Builder prompt(WeightedPrompt prompt) {
            prompts.add(prompt);
            return this;
        }

        /** The unconditional side of guidance, of an empty or negative prompt; null, the default: no guidance. */
        public Builder unconditional(@Nullable Conditioning other) {
            unconditional = other;
            return this;
        }

        /** Default: none. */
        public Builder callback(@Nullable StepCallback hooks) {
            callback = hooks;
            return this;
        }

        /** Noise that the scheduler adds between steps. Default: none, which is enough for schedulers that add none. */
        public Builder noise(StepNoise between) {
            noise = between;
            return this;
        }

        /** The steps, counted from 1, after which the estimate of the finished sample is wanted. Default: none. */
        public Builder previews(IntPredicate steps) {
            previews = steps;
            return this;
        }

        /** @throws IllegalArgumentException if the parts do not fit each other */
        public SampleRequest build() {
            return new SampleRequest(this);
        }
    }
}
