package io.darkroom.simulate;

import io.darkroom.planner.Device;
import io.darkroom.planner.Remaining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The workers of a simulation, by number; numbers of those that left are used again. */
final class Workers {
    private static final int NO_JOB = -1;

    private final List<Worker> all = new ArrayList<>();
    private final List<Worker> gone = new ArrayList<>();
    /** In no order; a worker knows its place, so that it can be removed at once. */
    private final List<Worker> idle = new ArrayList<>();

    private int starting;
    private int busy;

    /** One worker. {@code life} distinguishes events of an earlier worker of this number. */
    static final class Worker {
        final int number;
        int life;
        Device.State state = Device.State.STARTING;
        boolean present;
        int job = NO_JOB;
        double startedAt;
        /** When its state began. */
        double since;
        /** Of a starting one. */
        double readyAt;

        private int place;

        Worker(int number) {
            this.number = number;
        }
    }

    Worker start(double now, double readyAt) {
        Worker worker = gone.isEmpty() ? fresh() : gone.removeLast();
        worker.present = true;
        worker.state = Device.State.STARTING;
        worker.startedAt = now;
        worker.since = now;
        worker.readyAt = readyAt;
        starting++;
        return worker;
    }

    private Worker fresh() {
        Worker worker = new Worker(all.size());
        all.add(worker);
        return worker;
    }

    Worker get(int number) {
        return all.get(number);
    }

    /** It is ready, or done with its job. */
    void rest(Worker worker, double now) {
        forget(worker);
        worker.state = Device.State.IDLE;
        worker.job = NO_JOB;
        worker.since = now;
        worker.place = idle.size();
        idle.add(worker);
    }

    void take(Worker worker, int job, double now) {
        forget(worker);
        worker.state = Device.State.BUSY;
        worker.job = job;
        worker.since = now;
        busy++;
    }

    void leave(Worker worker) {
        forget(worker);
        worker.present = false;
        worker.job = NO_JOB;
        worker.life++;
        gone.add(worker);
    }

    private void forget(Worker worker) {
        switch (worker.state) {
            case STARTING -> starting--;
            case BUSY -> busy--;
            case IDLE -> {
                Worker last = idle.removeLast();
                if (last != worker) {
                    last.place = worker.place;
                    idle.set(worker.place, last);
                }
            }
        }
    }

    int starting() {
        return starting;
    }

    int busy() {
        return busy;
    }

    int idle() {
        return idle.size();
    }

    Worker idle(int place) {
        return idle.get(place);
    }

    int idleSince(double time) {
        return (int) idle.stream().filter(worker -> worker.since <= time).count();
    }

    List<Worker> idleLongest(int count) {
        return idle.stream()
                .sorted(Comparator.<Worker>comparingDouble(worker -> worker.since)
                        .thenComparing(worker -> worker.number))
                .limit(count)
                .toList();
    }

    List<Worker> present() {
        return all.stream().filter(worker -> worker.present).toList();
    }

    Device[] devices(double now, float[] predicted) {
        Device[] devices = new Device[starting + busy + idle.size()];
        int at = 0;
        for (Worker worker : all) {
            if (worker.present) {
                devices[at++] = device(worker, now, predicted);
            }
        }
        return Arrays.copyOf(devices, at);
    }

    private static Device device(Worker worker, double now, float[] predicted) {
        return switch (worker.state) {
            case STARTING -> Device.starting(worker.readyAt - now);
            case BUSY -> Device.busy("", Remaining.seconds(predicted[worker.job], now - worker.since));
            case IDLE -> Device.idle("", now - worker.since, 0);
        };
    }
}
