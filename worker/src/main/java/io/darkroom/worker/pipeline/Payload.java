package io.darkroom.worker.pipeline;

import io.darkroom.worker.batch.SampleState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** Encodes checkpoints' payloads: a version, then what the pipeline writes, in order. */
public final class Payload {
    private static final Logger LOG = Logger.getLogger(Payload.class);
    private static final int MAX_COUNT = 1 << 26;

    private Payload() {}

    /** What a pipeline writes. */
    public interface Part {
        void writeTo(DataOutput out) throws IOException;
    }

    /** What a pipeline reads back. */
    public interface Reader {
        void readFrom(DataInput in) throws IOException;
    }

    public static byte[] write(int version, Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(version);
            part.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Returns whether all of it could be read; if not, nothing that was read may be used. */
    public static boolean read(byte[] bytes, int version, Reader reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int found = in.readInt();
            if (found != version) {
                throw new IOException("version " + found + ", not " + version);
            }
            reader.readFrom(in);
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes left over");
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warnf("a checkpoint cannot be read, the job starts over: %s", e);
            return false;
        }
    }

    public static void writeFloats(DataOutput out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeInt(Float.floatToRawIntBits(value));
        }
    }

    public static float[] readFloats(DataInput in) throws IOException {
        float[] values = new float[readCount(in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(in.readInt());
        }
        return values;
    }

    /** @param waiting states of an earlier attempt that were not resumed yet */
    public static void writeStates(DataOutput out, List<SampleState> states, Collection<SampleState> waiting)
            throws IOException {
        out.writeInt(states.size() + waiting.size());
        for (SampleState state : states) {
            state.writeTo(out);
        }
        for (SampleState state : waiting) {
            state.writeTo(out);
        }
    }

    public static List<SampleState> readStates(DataInput in) throws IOException {
        int count = readCount(in);
        List<SampleState> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add(SampleState.readFrom(in));
        }
        return states;
    }

    public static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[readCount(in)];
        in.readFully(bytes);
        return bytes;
    }

    public static int readCount(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_COUNT) {
            throw new IOException("a count of " + count);
        }
        return count;
    }
}
