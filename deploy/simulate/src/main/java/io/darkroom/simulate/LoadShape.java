package io.darkroom.simulate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A day of jobs with the parameters that a production trace of diffusion serving was published with: run times lognormal
 * (median 24 s), the peak hour at 9.2 times the mean, arrivals burstier than Poisson (coefficient of variation within an
 * hour: half of the hours above 1.04, a tenth above 1.45). Rates jump from hour to hour and from minute to minute.
 *
 * @param jobs about how many in all
 * @param hours length; the peak lies in the middle
 * @param videoShare share of jobs that take ten times as long, 0 to 1
 * @param error standard deviation of the logarithm of predicted ÷ real time
 */
public record LoadShape(long seed, int jobs, int hours, double videoShare, double error) {
    static final double MEDIAN_LOG = 3.196;
    static final double SIGMA = 0.549;
    static final double PEAK = 9.2;
    /** Rates of the hours around the peak, in means. */
    private static final double[] AROUND = {3, 1.5};

    private static final double VIDEO = 10;
    private static final int MINUTES = 60;

    /** A day whose peak keeps about a thousand devices busy. */
    public static final LoadShape DAY = new LoadShape(1, 335_000, 24, 0, 0.5);

    public LoadShape withSeed(long other) {
        return new LoadShape(other, jobs, hours, videoShare, error);
    }

    public LoadShape withJobs(int other) {
        return new LoadShape(seed, other, hours, videoShare, error);
    }

    public LoadShape withError(double sigma) {
        return new LoadShape(seed, jobs, hours, videoShare, sigma);
    }

    public LoadShape withVideo(double share) {
        return new LoadShape(seed, jobs, hours, share, error);
    }

    /** Distributions the jobs. */
    public Load draw() {
        SplittableRandom random = new SplittableRandom(seed);
        double[] at = arrivals(random);
        float[] work = new float[at.length];
        float[] predicted = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            double seconds = Math.exp(MEDIAN_LOG + SIGMA * random.nextGaussian());
            if (random.nextDouble() < videoShare) {
                seconds *= VIDEO;
            }
            work[i] = (float) seconds;
            predicted[i] = (float) (seconds * Math.exp(error * random.nextGaussian() - error * error / 2));
        }
        return new Load(at, work, predicted);
    }

    private double[] arrivals(SplittableRandom random) {
        double[] rates = hourRates();
        double[] at = new double[(int) (jobs * 1.5) + 1_000];
        int count = 0;
        for (int hour = 0; hour < hours; hour++) {
            double shape = burstShape(random);
            for (int minute = 0; minute < MINUTES; minute++) {
                double mean = rates[hour] * jobs / hours / MINUTES * Distributions.gamma(random, shape) / shape;
                int here = Math.min(Distributions.poisson(random, mean), at.length - count);
                for (int i = 0; i < here; i++) {
                    at[count + i] = (hour * MINUTES + minute + random.nextDouble()) * 60;
                }
                Arrays.sort(at, count, count + here);
                count += here;
            }
        }
        return Arrays.copyOf(at, count);
    }

    /** Rates in means, so that they average 1. */
    private double[] hourRates() {
        double[] rates = new double[hours];
        Arrays.fill(rates, -1);
        int peak = hours / 2;
        double taken = PEAK;
        rates[peak] = PEAK;
        for (int i = 0; i < AROUND.length; i++) {
            for (int side : new int[] {-1, 1}) {
                int hour = peak + side * (i + 1);
                rates[hour] = AROUND[i];
                taken += AROUND[i];
            }
        }
        double quiet = (hours - taken) / (hours - 1 - 2 * AROUND.length);
        for (int hour = 0; hour < hours; hour++) {
            rates[hour] = rates[hour] < 0 ? quiet : rates[hour];
        }
        return rates;
    }

    /**
     * Of the gamma distribution by which the rates of minutes differ. A Poisson process whose rate varies so has a squared
     * coefficient of variation of 2 · shape ÷ (shape − 1) − 1.
     */
    private static double burstShape(SplittableRandom random) {
        double variation = Math.min(2.5, 1 + 0.04 * Math.exp(1.888 * random.nextGaussian()));
        double mean = (variation * variation + 1) / 2;
        return Math.max(1.05, mean / (mean - 1));
    }
}
