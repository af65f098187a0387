package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.run.JobRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/** All slots of a worker. */
public final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final List<Slot> slots = new ArrayList<>();
    private final IntakeSettings settings;

    /**
     * @param stuck called, perhaps more than once, when a run hangs where it cannot be stopped: its thread is lost, and the
     *     device may be
     */
    public Intake(
            SlotPlan plan,
            JobSources sources,
            Requeue requeue,
            StoreGate gate,
            JobRuns runs,
            Map<Lane, DeliveryLimits> limits,
            IntakeSettings settings,
            IntakeMeters meters,
            Runnable stuck) {
        this.settings = settings;
        plan.slots().forEach((lane, count) -> {
            for (int i = 0; i < count; i++) {
                String name = settings.worker() + "/" + lane.wireName() + "/" + i;
                DeliveryLimits limit = Objects.requireNonNull(limits.get(lane));
                slots.add(new Slot(name, lane, sources, requeue, gate, runs, limit, settings, meters, stuck));
            }
        });
    }

    public void start() {
        slots.forEach(Slot::start);
    }

    /** Takes nothing more, gives back what is held, and waits for that; bounded by the grace and a second. */
    public void stop() throws InterruptedException {
        slots.forEach(Slot::stop);
        long deadline = System.nanoTime() + settings.grace().plusSeconds(1).toNanos();
        for (Slot slot : slots) {
            long left = Math.max(1, deadline - System.nanoTime());
            if (!slot.join(Duration.ofNanos(left))) {
                LOG.warn("a slot did not end in time; its record comes back when its lock ends");
            }
        }
    }

    /** Takes nothing more, and returns once what is held has ended as if nothing had happened. */
    public void leave() throws InterruptedException {
        slots.forEach(Slot::leave);
        for (Slot slot : slots) {
            while (!slot.join(settings.poll())) {
                // A job may take as long as it takes.
            }
        }
    }

    /** Whether every slot could take a job now. */
    public boolean listening() {
        return slots.stream().allMatch(Slot::listening);
    }
}
