package io.darkroom.simulate;

import io.darkroom.planner.FleetSnapshot;
import io.darkroom.planner.IdleWindow;
import io.darkroom.planner.OfferedLoad;
import io.darkroom.planner.Plan;
import io.darkroom.planner.Planner;
import io.darkroom.planner.PlannerSettings;
import java.util.ArrayDeque;
import java.util.Deque;

/** The policies that are compared. */
public final class Policies {
    private Policies() {}

    /** A fixed number of workers. */
    public static Policy fixed(int workers) {
        return new Policy() {
            @Override
            public String name() {
                return "static " + workers;
            }

            @Override
            public Move decide(FleetView fleet) {
                return new Move(workers - fleet.workers(), 0, false);
            }
        };
    }

    /**
     * A worker per this many jobs, as a queue-length scaler on top of an autoscaler that removes any worker: the largest demand
     * of the last five minutes counts, and it removes workers whether they are busy or not.
     *
     * @param running whether jobs that run count, too
     */
    public static Policy lag(int jobsEach, boolean running) {
        return new Lag(jobsEach, running);
    }

    /** A worker for each waiting job that no starting one will take; workers leave that are idle for this long. */
    public static Policy count(double idle) {
        return delay(0, idle);
    }

    /** The same, but only once the oldest job has waited this long. */
    public static Policy delay(double delay, double idle) {
        return new Policy() {
            @Override
            public String name() {
                return delay == 0
                        ? "count, idle %.0f s".formatted(idle)
                        : "delay %.0f s, idle %.0f s".formatted(delay, idle);
            }

            @Override
            public Move decide(FleetView fleet) {
                boolean late = fleet.waiting() > 0 && fleet.oldestAge() >= delay;
                int start = late ? Math.max(0, fleet.waiting() - fleet.starting()) : 0;
                return new Move(start, start > 0 ? 0 : fleet.idleFor(idle), false);
            }
        };
    }

    /**
     * The product's own policy.
     *
     * @param target within which a job should start, seconds
     * @param idle window of which the least idle are surplus, seconds
     * @param window over which the offered load is measured, seconds
     */
    public static Policy planner(PlannerSettings settings, double target, double idle, double window) {
        return new Planned(settings, target, idle, window);
    }

    private static final class Lag implements Policy {
        private static final double STABLE = 300;

        private final int jobsEach;
        private final boolean running;
        private final Deque<double[]> wishes = new ArrayDeque<>();

        Lag(int jobsEach, boolean running) {
            this.jobsEach = jobsEach;
            this.running = running;
        }

        @Override
        public String name() {
            return "lag " + jobsEach + (running ? ", waiting and running" : ", waiting only");
        }

        @Override
        public Move decide(FleetView fleet) {
            int jobs = fleet.waiting() + (running ? fleet.busy() : 0);
            double wish = Math.ceilDiv(jobs, jobsEach);
            while (!wishes.isEmpty() && wishes.getLast()[1] <= wish) {
                wishes.removeLast();
            }
            wishes.addLast(new double[] {fleet.now(), wish});
            while (wishes.getFirst()[0] < fleet.now() - STABLE) {
                wishes.removeFirst();
            }
            int workers = fleet.workers();
            if (wish > workers) {
                return new Move((int) wish - workers, 0, false);
            }
            return new Move(0, Math.max(0, workers - (int) wishes.getFirst()[1]), true);
        }
    }

    private static final class Planned implements Policy {
        private final Planner planner;
        private final double target;
        private final double idle;
        private final IdleWindow surplus;
        private final OfferedLoad offered;

        Planned(PlannerSettings settings, double target, double idle, double window) {
            this.planner = new Planner(settings);
            this.target = target;
            this.idle = idle;
            this.surplus = new IdleWindow(idle);
            this.offered = new OfferedLoad(window, 30);
        }

        @Override
        public String name() {
            PlannerSettings settings = planner.settings();
            return "planner, patience %.2f, headroom %.0f".formatted(settings.patience(), settings.headroom());
        }

        @Override
        public void submitted(double now, double predictedWork) {
            offered.add(now, predictedWork);
        }

        @Override
        public Move decide(FleetView fleet) {
            int leastIdle = surplus.least(fleet.now(), fleet.idle());
            Plan plan = planner.plan(
                    new FleetSnapshot(fleet.devices(), fleet.waiting(target), offered.rate(fleet.now()), leastIdle));
            int retire = plan.retire().size();
            if (retire > 0) {
                surplus.retired(retire);
            }
            return new Move(plan.start(), retire, false);
        }
    }
}
