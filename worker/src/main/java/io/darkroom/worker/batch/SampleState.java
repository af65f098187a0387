package io.darkroom.worker.batch;

import io.darkroom.worker.scheduler.SchedulerState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The state of a sample between two steps. Together with its request it is enough to resume elsewhere with the same bytes. There is
 * no random state: noise depends on seed and step alone.
 *
 * @param item as in the request
 * @param step steps done, from 0
 * @param prepared whether {@link StepCallback#before} was called already for the next step
 * @param sample {@code [channels, height, width]}
 * @param scheduler what the scheduler remembers between steps
 */
public record SampleState(int item, int step, boolean prepared, float[] sample, SchedulerState scheduler) {
    private static final int MAX_ARRAYS = 64;
    private static final int MAX_VALUES = 1 << 28;

    /** Writes all of it, floats bit for bit, in a fixed order. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(item);
        out.writeInt(step);
        out.writeBoolean(prepared);
        write(out, sample);
        out.writeInt(scheduler.count());
        out.writeInt(scheduler.memory().length);
        for (float[] memory : scheduler.memory()) {
            write(out, memory);
        }
    }

    private static void write(DataOutput out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeInt(Float.floatToRawIntBits(value));
        }
    }

    /** @throws IOException if the bytes end early or were not written by {@link #writeTo} */
    public static SampleState readFrom(DataInput in) throws IOException {
        int item = in.readInt();
        int step = in.readInt();
        boolean prepared = in.readBoolean();
        float[] sample = read(in);
        int count = in.readInt();
        float[][] memory = new float[length(in, MAX_ARRAYS)][];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = read(in);
        }
        return new SampleState(item, step, prepared, sample, new SchedulerState(count, memory));
    }

    private static float[] read(DataInput in) throws IOException {
        float[] values = new float[length(in, MAX_VALUES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(in.readInt());
        }
        return values;
    }

    private static int length(DataInput in, int max) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > max) {
            throw new IOException("not a sample state: a length of " + length);
        }
        return length;
    }
}
