package io.darkroom.worker.batch;

import io.darkroom.worker.scheduler.SchedulerState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where a sample stands between two steps; with the request that it came from, all that it takes to go on elsewhere with equal
 * bytes. Random numbers need no place here: they depend on seed and step alone.
 *
 * @param item as in the request
 * @param step steps done, from 0
 * @param steered whether {@link StepCallback#before} was called already for the step to come
 * @param sample {@code [channels, height, width]}
 * @param scheduler what its method remembers
 */
public record SampleState(int item, int step, boolean steered, float[] sample, SchedulerState scheduler) {
    private static final int MAX_ARRAYS = 64;
    private static final int MAX_VALUES = 1 << 28;

    /** Every bit of it, in a form of fixed order. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(item);
        out.writeInt(step);
        out.writeBoolean(steered);
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

    /** @throws IOException if the bytes end too early or are none of {@link #writeTo} */
    public static SampleState readFrom(DataInput in) throws IOException {
        int item = in.readInt();
        int step = in.readInt();
        boolean steered = in.readBoolean();
        float[] sample = read(in);
        int count = in.readInt();
        float[][] memory = new float[length(in, MAX_ARRAYS)][];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = read(in);
        }
        return new SampleState(item, step, steered, sample, new SchedulerState(count, memory));
    }

    private static float[] read(DataInput in) throws IOException {
        float[] values = new float[length(in, MAX_VALUES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(in.readInt());
        }
        return values;
    }

    private static int length(DataInput in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("not a sample's state: a length of " + length);
        }
        return length;
    }
}
