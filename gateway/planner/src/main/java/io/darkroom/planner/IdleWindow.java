package io.darkroom.planner;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The smallest number of simultaneously idle devices during a sliding window. The idle time of a single device says
 * little in a pool where any idle device may acquire the next job: each one is idle only briefly, even if there are too
 * many.
 */
public final class IdleWindow {
    private final double window;
    /** Samples with ascending times and counts: the first one is the minimum of the window. */
    private final Deque<Sample> least = new ArrayDeque<>();

    private double since = Double.NaN;

    /**
     * @param window seconds
     */
    public IdleWindow(double window) {
        this.window = window;
    }

    private record Sample(double at, int idle) {}

    /**
     * Adds the current number of idle devices.
     *
     * @param now seconds, not before the previous sample
     * @return minimum over the window; 0 until a whole window was observed
     */
    public int least(double now, int idle) {
        if (Double.isNaN(since)) {
            since = now;
        }
        while (!least.isEmpty() && least.getLast().idle() >= idle) {
            least.removeLast();
        }
        least.addLast(new Sample(now, idle));
        while (least.getFirst().at() < now - window) {
            least.removeFirst();
        }
        return now - since < window ? 0 : least.getFirst().idle();
    }

    /** Subtracts retired devices from all samples, so that their departure does not count as demand. */
    public void retired(int devices) {
        for (int i = least.size(); i > 0; i--) {
            Sample sample = least.removeFirst();
            least.addLast(new Sample(sample.at(), Math.max(0, sample.idle() - devices)));
        }
    }
}
