package io.darkroom.worker.intake;

import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.run.JobRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** All slots of a worker. */
public final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final List<Slot> slots = new ArrayList<>();
    private final IntakeSettings settings;

    /**
     * @param onStuck called, perhaps more than once, when a run hangs where it cannot be stopped: its thread is lost, and the
     *     device may be
     */
    public Intake(
            SlotPlan plan,
            Broker broker,
            StoreGate gate,
            JobRunner runner,
            IntakeSettings settings,
            IntakeMeters meters,
            Runnable onStuck) {
        this.settings = settings;
        plan.slots().forEach((lane, count) -> {
            for (int i = 0; i < count; i++) {
                Slot.Id id = new Slot.Id(lane, settings.worker() + "/" + lane.wireName() + "/" + i);
                slots.add(new Slot(id, broker, gate, runner, settings, meters, onStuck));
            }
        });
    }

    public void start() {
        slots.forEach(Slot::start);
    }

    /** Stops acquiring, releases the jobs that are held, and waits for that; bounded by the grace period and a second. */
    public void stop() throws InterruptedException {
        slots.forEach(Slot::stop);
        long deadline = System.nanoTime() + settings.grace().plusSeconds(1).toNanos();
        for (Slot slot : slots) {
            long left = Math.max(1, deadline - System.nanoTime());
            if (!slot.join(Duration.ofNanos(left))) {
                LOG.warn("a slot did not stop in time; its record is delivered again when its lock expires");
            }
        }
    }

    /** Stops acquiring, and returns once the jobs that are held have ended undisturbed. */
    public void drain() throws InterruptedException {
        slots.forEach(Slot::drain);
        for (Slot slot : slots) {
            while (!slot.join(settings.poll())) {
                // No deadline: a job may take long.
            }
        }
    }

    /** Whether every slot could get a job now. */
    public boolean isListening() {
        return slots.stream().allMatch(Slot::isListening);
    }
}
