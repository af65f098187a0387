package io.darkroom.contracts.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs a scenario with many seeds: the seed determines the next actor, and what fails and when. The failure message
 * contains the seed and the steps; {@code -Ddarkroom.seed=<n>} runs that schedule alone.
 *
 * <p>The number of schedules is {@code -Ddarkroom.schedules=<n>}, by default that of the test. Without {@code
 * -Ddarkroom.first-seed=<n>} each run explores other seeds.
 */
public final class Schedules {
    private Schedules() {}

    /** Run once for each seed. Throws if an invariant is violated. */
    @FunctionalInterface
    public interface Scenario {
        void run(Chance chance) throws Exception;
    }

    /**
     * Explores schedules.
     *
     * @param count number of schedules, unless the system property overrides it
     */
    public static void explore(String name, int count, Scenario scenario) {
        Long only = Long.getLong("darkroom.seed");
        if (only != null) {
            run(name, only, scenario);
            return;
        }
        int schedules = Integer.getInteger("darkroom.schedules", count);
        long first = Long.getLong("darkroom.first-seed", new Random().nextInt() & 0xffff_ffffL) << 24;
        long begin = System.nanoTime();
        for (int i = 0; i < schedules; i++) {
            run(name, first + i, scenario);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d schedules from seed %d in %.1f s, %.0f a minute%n",
                name,
                schedules,
                first,
                seconds,
                schedules / seconds * 60);
    }

    private static void run(String name, long seed, Scenario scenario) {
        Chance chance = new Chance(seed);
        try {
            scenario.run(chance);
        } catch (Throwable e) {
            throw new AssertionError(
                    name + " fails with -Ddarkroom.seed=" + seed + ": " + e.getMessage() + "\n  "
                            + String.join("\n  ", chance.notes),
                    e);
        }
    }

    /** Makes all decisions of one schedule. */
    public static final class Chance {
        private final RandomGenerator random;
        private final List<String> notes = new ArrayList<>();

        private Chance(long seed) {
            random = new SplittableRandom(seed);
        }

        /** From 0 to {@code bound - 1}. */
        public int below(int bound) {
            return random.nextInt(bound);
        }

        /** True once in {@code n} times. */
        public boolean oneIn(int n) {
            return random.nextInt(n) == 0;
        }

        public <T> T of(List<T> things) {
            return things.get(random.nextInt(things.size()));
        }

        public RandomGenerator random() {
            return random;
        }

        /** Records a step for the failure message. */
        public void note(String what) {
            notes.add(what);
        }
    }
}
