package io.darkroom.worker.scheduler;

/** A scheduler over noise levels, which may lie between training timesteps. */
abstract class SigmaScheduler implements Scheduler {
    private final String name;
    final NoiseSchedule schedule;
    final Sigmas sigmas;

    SigmaScheduler(String name, NoiseSchedule schedule, Sigmas sigmas) {
        this.name = name;
        this.schedule = schedule;
        this.sigmas = sigmas;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int steps() {
        return sigmas.steps();
    }

    @Override
    public final float timestep(int i) {
        return sigmas.timesteps()[i];
    }

    /** Scales the sample to variance 1; {@link EulerScheduler} does not. */
    @Override
    public void addNoise(int i, float[] clean, float[] noise, float[] into) {
        double alpha = sigmas.alpha(i);
        NoiseSchedule.mix(alpha, clean, alpha * sigmas.at(i), noise, into);
    }
}
