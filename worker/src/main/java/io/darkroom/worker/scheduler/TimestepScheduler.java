package io.darkroom.worker.scheduler;

/** A scheduler over whole training timesteps, as DDIM; samples have variance 1. */
abstract class TimestepScheduler implements Scheduler {
    private final String name;
    final NoiseSchedule schedule;

    /** One for each evaluation of the network, the noisiest first. */
    final int[] timesteps;

    TimestepScheduler(String name, NoiseSchedule schedule, int[] timesteps) {
        this.name = name;
        this.schedule = schedule;
        this.timesteps = timesteps;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int steps() {
        return timesteps.length;
    }

    @Override
    public final float timestep(int i) {
        return timesteps[i];
    }

    @Override
    public final void addNoise(int i, float[] clean, float[] noise, float[] into) {
        schedule.addNoise(timesteps[i], clean, noise, into);
    }
}
