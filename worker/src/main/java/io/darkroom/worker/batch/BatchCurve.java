package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What runs of more and more rows cost, and how many a model should therefore have. Every run has the same number of rows, used
 * or not, so a lone job pays for rows that it does not need; more rows are taken only while the device does them nearly for
 * nothing. On a GPU with a small model that is so, on two cores hardly ever.
 *
 * @param points measured, by rows; the last one may have been too expensive
 * @param rows the choice
 */
public record BatchCurve(List<Point> points, int rows) {
    /** Twice the rows are worth it while a run takes at most this much longer: then a full run gives a third more. */
    static final double WORTH = 1.5;

    static final int MOST = 8;
    private static final int REPEATS = 3;

    /**
     * @param seconds best of some runs
     * @param bytes by which memory grew since the first run
     */
    record Point(int rows, double seconds, long bytes) {}

    /** Runs the model. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Seconds of one run.
         *
         * @throws EngineException {@code OUT_OF_MEMORY} if it does not fit
         */
        double run(int rows);
    }

    /**
     * Doubles the rows while it pays.
     *
     * @param least rows of one sample
     * @param budget bytes by which runs may make the process grow; the next size is taken for twice as large
     * @param memory bytes that the process has now
     */
    public static BatchCurve measure(int least, long budget, Probe probe, LongSupplier memory) {
        long before = memory.getAsLong();
        List<Point> points = new ArrayList<>();
        double seconds = probe.run(least);
        Point best = new Point(least, seconds, memory.getAsLong() - before);
        points.add(best);
        while (2 * best.rows() <= MOST && 2 * best.bytes() <= budget) {
            Point next;
            try {
                next = compare(best, probe, memory, before, points);
            } catch (EngineException e) {
                if (e.reason() != EngineException.Reason.OUT_OF_MEMORY) {
                    throw e;
                }
                break;
            }
            points.add(next);
            if (next.seconds() > WORTH * points.get(points.size() - 2).seconds() || next.bytes() > budget) {
                break;
            }
            best = next;
        }
        return new BatchCurve(List.copyOf(points), best.rows());
    }

    /** In turns, so that foreign load does not fall on one of them; the last of the points is measured better, too. */
    private static Point compare(Point best, Probe probe, LongSupplier memory, long before, List<Point> points) {
        double small = best.seconds();
        double large = Double.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            large = Math.min(large, probe.run(2 * best.rows()));
            small = Math.min(small, probe.run(best.rows()));
        }
        points.set(points.size() - 1, new Point(best.rows(), small, best.bytes()));
        return new Point(2 * best.rows(), large, memory.getAsLong() - before);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Point point : points) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s%d rows: %.1f ms a run, %.1f rows/s",
                    text.isEmpty() ? "" : "; ",
                    point.rows(),
                    point.seconds() * 1000,
                    point.rows() / point.seconds()));
        }
        return text.toString();
    }
}
