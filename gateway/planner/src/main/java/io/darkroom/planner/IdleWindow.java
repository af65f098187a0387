package io.darkroom.planner;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The smallest number of devices that were idle at once during a window. A single device's idle time says little in a pool
 * from which any idle device may take the next job: each is idle only briefly, however many there are too many.
 */
public final class IdleWindow {
    private final double window;
    /** Times and numbers, both growing: the first is the least of the window. */
    private final Deque<Seen> least = new ArrayDeque<>();

    private double since = Double.NaN;

    /**
     * @param window seconds
     */
    public IdleWindow(double window) {
        this.window = window;
    }

    private record Seen(double at, int idle) {}

    /**
     * Looks at the number that is idle now.
     *
     * @param now seconds, not before the last look
     * @return the least of the window; 0 until a whole window was seen
     */
    public int least(double now, int idle) {
        if (Double.isNaN(since)) {
            since = now;
        }
        while (!least.isEmpty() && least.getLast().idle() >= idle) {
            least.removeLast();
        }
        least.addLast(new Seen(now, idle));
        while (least.getFirst().at() < now - window) {
            least.removeFirst();
        }
        return now - since < window ? 0 : least.getFirst().idle();
    }

    /** So many of the idle ones left on purpose: they are missing from all that was seen. */
    public void left(int devices) {
        for (int i = least.size(); i > 0; i--) {
            Seen seen = least.removeFirst();
            least.addLast(new Seen(seen.at(), Math.max(0, seen.idle() - devices)));
        }
    }
}
