/**
 * Where jobs come in. A <em>slot</em> is one share consumer and one thread that owns it: it acquires one record, lets a
 * {@link io.darkroom.worker.run.JobRun} work on another thread, renews the acquisition lock meanwhile and settles the
 * record by the run's verdict. Nobody else touches the consumer; whoever has something to say puts it into the slot's
 * inbox.
 *
 * <p>A slot draws from one lane, for good: a worker has so many slots for each lane ({@link
 * io.darkroom.worker.intake.SlotPlan}). That is the whole rule for priorities: interactive work finds its own slots
 * however much bulk work waits, bulk keeps at least one, and long video jobs can never hold more than theirs. The device
 * is shared by all of them step by step, so an idle lane's slots cost nothing.
 *
 * <p>The broker is trusted about locks. A lock that is lost is a lost race: the run is told to stop and nothing is
 * acknowledged. A broker that gives no answer is a doubt only: the run goes on, perhaps beside another one, and the first
 * outcome counts. To pause, a slot closes its consumer, since one that merely stops polling still acquires records.
 */
@NullMarked
package io.darkroom.worker.intake;

import org.jspecify.annotations.NullMarked;
