package io.darkroom.worker.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a small protobuf message. */
final class MessageWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MessageWriter number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    MessageWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    MessageWriter message(int field, MessageWriter value) {
        return bytes(field, value.toByteArray());
    }

    private MessageWriter bytes(int field, byte[] value) {
        head(field, value.length);
        out.writeBytes(value);
        return this;
    }

    /** Writes tag and length of content that is written elsewhere. */
    MessageWriter head(int field, long length) {
        varint((long) field << 3 | 2);
        varint(length);
        return this;
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
