package io.darkroom.simulate;

import java.util.SplittableRandom;

/** Numbers drawn from distributions that the JDK lacks. */
final class Distributions {
    private Distributions() {}

    /** Gamma with scale 1 (Marsaglia and Tsang, 2000); {@code shape} of at least 1. */
    static double gamma(SplittableRandom random, double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** Poisson; above 60 by its normal approximation, which is off by less than a hundredth there. */
    static int poisson(SplittableRandom random, double mean) {
        if (mean > 60) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
