package io.darkroom.worker.scheduler;

/** Goes over whole timesteps of training, as DDIM does; samples keep variance 1. */
abstract class OverTimesteps implements Scheduler {
    private final String name;
    final NoiseSchedule schedule;

    /** From the noisiest on, one for each evaluation of the network. */
    final int[] timesteps;

    OverTimesteps(String name, NoiseSchedule schedule, int[] timesteps) {
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
