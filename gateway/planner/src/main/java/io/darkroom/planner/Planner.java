package io.darkroom.planner;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The scaling policy; see the package documentation. */
public final class Planner {
    /** A backlog is scheduled in about this many pieces at most, so that planning stays cheap with millions of jobs. */
    private static final int PIECES = 8_192;

    private static final Comparator<Device> RETIRE_ORDER = Comparator.comparingInt(Device::warm)
            .thenComparing(Comparator.comparingDouble(Device::idleFor).reversed());

    private final PlannerSettings settings;

    public Planner(PlannerSettings settings) {
        this.settings = settings;
    }

    public PlannerSettings settings() {
        return settings;
    }

    public Plan plan(FleetSnapshot snapshot) {
        int floor = settings.floor(snapshot.offered());
        int present = snapshot.devices().size();
        Schedule schedule = new Schedule(snapshot.devices());
        schedule.addDevices(floor - present);
        int piece = piece(snapshot.waiting());
        snapshot.waiting().stream()
                .filter(waiting -> waiting.jobs() > 0)
                .sorted(Comparator.comparingDouble(Waiting::startsWithin))
                .forEach(waiting -> schedule.put(waiting, piece));
        int starting = (int) snapshot.count(Device.State.STARTING);
        int start = Math.max(0, Math.min(schedule.added, settings.startsAtOnce() - starting));
        List<String> retire = start > 0 ? List.of() : retire(snapshot, floor);
        return new Plan(
                present + schedule.added - retire.size(),
                start,
                retire,
                floor,
                snapshot.waiting().stream().mapToDouble(Waiting::work).sum(),
                schedule.lastStart);
    }

    private static int piece(List<Waiting> waiting) {
        long jobs = waiting.stream().mapToLong(Waiting::jobs).sum();
        return (int) Math.ceilDiv(Math.max(1, jobs), PIECES);
    }

    /** As many idle devices as were not needed during the idle window, minus those that waiting jobs need now. */
    private List<String> retire(FleetSnapshot snapshot, int floor) {
        int waiting = snapshot.waiting().stream().mapToInt(Waiting::jobs).sum();
        int surplus =
                Math.min(snapshot.leastIdle() - waiting, snapshot.devices().size() - floor);
        return surplus <= 0
                ? List.of()
                : idle(snapshot).limit(surplus).map(Device::id).toList();
    }

    private static Stream<Device> idle(FleetSnapshot snapshot) {
        return snapshot.devices().stream()
                .filter(device -> device.state() == Device.State.IDLE)
                .sorted(RETIRE_ORDER);
    }

    /**
     * A list schedule: assigns jobs to the device that is free first, and adds devices where that helps a job to meet
     * its target.
     */
    private final class Schedule {
        private final EarliestFree free;
        private final double inTime = settings.patience() * settings.coldStart();
        private int added;
        private double lastStart;

        Schedule(List<Device> devices) {
            free = new EarliestFree(devices.size());
            devices.forEach(device -> free.add(soonest(device)));
        }

        /** A starting device is not started again, however long it takes: it counts as ready in time. */
        private double soonest(Device device) {
            return device.state() == Device.State.STARTING ? Math.min(device.freeIn(), inTime) : device.freeIn();
        }

        void addDevices(int more) {
            for (int i = 0; i < more; i++) {
                free.add(inTime);
                added++;
            }
        }

        void put(Waiting waiting, int piece) {
            for (int left = waiting.jobs(); left > 0; left -= piece) {
                put(Math.min(piece, left) * waiting.workEach(), waiting.startsWithin());
            }
        }

        private void put(double work, double startsWithin) {
            double start = free.peek();
            if (start > Math.max(startsWithin, inTime) && free.size() < settings.max()) {
                addDevices(1);
                start = free.peek();
            }
            if (free.size() > 0) {
                lastStart = Math.max(lastStart, start);
                free.replaceEarliest(start + work);
            }
        }
    }
}
