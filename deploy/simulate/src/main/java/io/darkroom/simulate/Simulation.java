package io.darkroom.simulate;

import io.darkroom.planner.Device;
import io.darkroom.planner.Waiting;
import io.darkroom.simulate.Workers.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** One load against one policy. */
public final class Simulation implements FleetView {
    /** Seconds between two decisions of the policy. */
    private static final double LOOK = 5;
    /** Cold starts vary by this fraction in both directions. */
    private static final double SPREAD = 0.2;

    private final Load load;
    private final Policy policy;
    private final double coldStart;
    private final SplittableRandom random;
    private final Workers workers = new Workers();
    private final EventQueue events = new EventQueue();
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final double[] waits;
    private double now;
    private int done;
    private double paid;
    private long killed;
    private long starts;
    private int most;

    private Simulation(Load load, Policy policy, double coldStart, long seed) {
        this.load = load;
        this.policy = policy;
        this.coldStart = coldStart;
        this.random = new SplittableRandom(seed);
        this.waits = new double[load.jobs()];
    }

    /**
     * Runs until the last job is done.
     *
     * @param coldStart mean seconds from a start to the first job
     * @param seed of what the fleet draws: cold starts, which worker gets the next job
     */
    public static Result run(Load load, Policy policy, double coldStart, long seed) {
        Simulation simulation = new Simulation(load, policy, coldStart, seed);
        simulation.run();
        return simulation.result();
    }

    private void run() {
        int next = 0;
        double look = 0;
        while (done < load.jobs()) {
            double arrival = next < load.jobs() ? load.at()[next] : Double.POSITIVE_INFINITY;
            double event = events.next();
            if (arrival <= event && arrival <= look) {
                now = arrival;
                policy.submitted(now, load.predicted()[next]);
                queue.addLast(next++);
                serve();
            } else if (event <= look) {
                now = event;
                happen(events.remove());
            } else {
                now = look;
                look += LOOK;
                move(policy.decide(this));
            }
        }
    }

    private static long event(Worker worker) {
        return (long) worker.number << 32 | worker.life;
    }

    /** A worker is ready, or done. */
    private void happen(long event) {
        Worker worker = workers.get((int) (event >>> 32));
        if (worker.life != (int) event) {
            return;
        }
        if (worker.state == Device.State.BUSY) {
            done++;
        }
        workers.rest(worker, now);
        serve();
    }

    private void serve() {
        while (!queue.isEmpty() && workers.idle() > 0) {
            int job = queue.removeFirst();
            Worker worker = workers.idle(random.nextInt(workers.idle()));
            workers.take(worker, job, now);
            waits[job] = now - load.at()[job];
            events.add(now + load.work()[job], event(worker));
        }
    }

    private void move(Policy.Move move) {
        for (int i = 0; i < move.start(); i++) {
            double readyAt = now + coldStart * (1 + SPREAD * (2 * random.nextDouble() - 1));
            events.add(readyAt, event(workers.start(now, readyAt)));
            starts++;
        }
        most = Math.max(most, workers());
        if (move.stop() > 0) {
            (move.includeBusy() ? anyOf(move.stop()) : workers.idleLongest(move.stop())).forEach(this::stop);
        }
    }

    /** An orchestrator removes those first that are not ready, then any. */
    private List<Worker> anyOf(int count) {
        List<Worker> all = new ArrayList<>(workers.present());
        Collections.shuffle(all, new Random(random.nextLong()));
        all.sort((a, b) -> Boolean.compare(b.state == Device.State.STARTING, a.state == Device.State.STARTING));
        return all.subList(0, Math.min(count, all.size()));
    }

    private void stop(Worker worker) {
        if (worker.state == Device.State.BUSY) {
            killed++;
            queue.addFirst(worker.job);
        }
        paid += now - worker.startedAt;
        workers.leave(worker);
    }

    private Result result() {
        workers.present().forEach(worker -> paid += now - worker.startedAt);
        double[] sorted = waits.clone();
        Arrays.sort(sorted);
        return new Result(
                policy.name(),
                paid / 3_600,
                load.totalWork() / paid,
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                quantile(sorted, 0.99),
                killed,
                starts,
                most);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length))];
    }

    @Override
    public double now() {
        return now;
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public int starting() {
        return workers.starting();
    }

    @Override
    public int busy() {
        return workers.busy();
    }

    @Override
    public int idle() {
        return workers.idle();
    }

    @Override
    public double oldestAge() {
        return queue.isEmpty() ? 0 : now - load.at()[queue.getFirst()];
    }

    @Override
    public int idleFor(double seconds) {
        return workers.idleSince(now - seconds);
    }

    @Override
    public List<Device> devices() {
        return List.of(workers.devices(now, load.predicted()));
    }

    @Override
    public List<Waiting> waiting(double target) {
        return queue.stream()
                .map(job -> new Waiting(1, load.predicted()[job], target - (now - load.at()[job])))
                .toList();
    }
}
