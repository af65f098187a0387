/**
 * Acquires jobs. A <em>slot</em> is one share consumer and the one thread that owns it: it acquires a record, has a {@link
 * io.darkroom.worker.run.JobRun} execute on another thread, renews the acquisition lock meanwhile and settles the record by
 * the verdict of the run. No other thread uses the consumer; other threads send messages to the slot's inbox.
 *
 * <p>A slot acquires from one lane only, and a worker has a fixed number of slots for each lane ({@link
 * io.darkroom.worker.intake.SlotPlan}). Priorities need no other rule: interactive jobs have slots of their own however
 * much bulk work waits, bulk keeps at least one slot, and long video jobs never hold more than theirs. All slots share the
 * device step by step, so the slots of an idle lane cost nothing.
 *
 * <p>The broker decides about locks. A run whose lock is lost is stopped, and nothing is acknowledged. If the broker does not
 * answer, the run continues, perhaps beside another one, and the first outcome counts. To pause, a slot closes its
 * consumer, because one that merely stops polling still acquires records.
 */
@NullMarked
package io.darkroom.worker.intake;

import org.jspecify.annotations.NullMarked;
