package io.darkroom.planner;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The policy; see the package. */
public final class Planner {
    /** A backlog is scheduled in at most about so many pieces, so that a look stays cheap with millions of jobs. */
    private static final int PIECES = 8_192;

    private static final Comparator<Device> LEAST_MISSED = Comparator.comparingInt(Device::warm)
            .thenComparing(Comparator.comparingDouble(Device::idleFor).reversed());

    private final PlannerSettings settings;

    public Planner(PlannerSettings settings) {
        this.settings = settings;
    }

    public PlannerSettings settings() {
        return settings;
    }

    public Plan plan(FleetSnapshot picture) {
        int floor = settings.floor(picture.offered());
        int present = picture.devices().size();
        Schedule schedule = new Schedule(picture.devices());
        schedule.addDevices(floor - present);
        int piece = piece(picture.waiting());
        picture.waiting().stream()
                .filter(waiting -> waiting.jobs() > 0)
                .sorted(Comparator.comparingDouble(Waiting::startsWithin))
                .forEach(waiting -> schedule.put(waiting, piece));
        int starting = (int) picture.count(Device.State.STARTING);
        int start = Math.max(0, Math.min(schedule.added, settings.startsAtOnce() - starting));
        List<String> retire = start > 0 ? List.of() : retire(picture, floor);
        return new Plan(
                present + schedule.added - retire.size(),
                start,
                retire,
                floor,
                picture.waiting().stream().mapToDouble(Waiting::work).sum(),
                schedule.lastStart);
    }

    private static int piece(List<Waiting> waiting) {
        long jobs = waiting.stream().mapToLong(Waiting::jobs).sum();
        return (int) Math.ceilDiv(Math.max(1, jobs), PIECES);
    }

    /** Of the idle ones, as many as were never needed during the idle time; what waits now needs some, too. */
    private List<String> retire(FleetSnapshot picture, int floor) {
        int waiting = picture.waiting().stream().mapToInt(Waiting::jobs).sum();
        int surplus = Math.min(picture.leastIdle() - waiting, picture.devices().size() - floor);
        return surplus <= 0
                ? List.of()
                : idle(picture).limit(surplus).map(Device::id).toList();
    }

    private static Stream<Device> idle(FleetSnapshot picture) {
        return picture.devices().stream()
                .filter(device -> device.state() == Device.State.IDLE)
                .sorted(LEAST_MISSED);
    }

    /** Puts jobs onto devices, the one that is free first, and adds devices where that helps a job to its target. */
    private final class Schedule {
        private final EarliestFree free;
        private final double inTime = settings.patience() * settings.coldStart();
        private int added;
        private double lastStart;

        Schedule(List<Device> devices) {
            free = new EarliestFree(devices.size());
            devices.forEach(device -> free.add(soonest(device)));
        }

        /** What starts already is not to be started again, however long it takes: it counts as in time. */
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
