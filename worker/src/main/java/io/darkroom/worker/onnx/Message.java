package io.darkroom.worker.onnx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a protobuf message. */
record Message(MemorySegment bytes) {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int DELIMITED = 2;
    private static final int FOUR_BYTES = 5;
    private static final int MAX_VARINT = 10;

    /**
     * One field.
     *
     * @param number as in the schema
     * @param start offset of its tag within the message
     * @param end offset of the next field
     * @param value of a varint; 0 for others
     * @param content of a length-delimited field; empty for others
     */
    record Field(int number, long start, long end, long value, MemorySegment content) {
        Message message() {
            return new Message(content);
        }

        String text() {
            return new String(content.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    /** A varint and the offset after it. */
    private record Number(long value, long end) {}

    /**
     * All fields in order.
     *
     * @throws OnnxException if it is not a message
     */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (long at = 0; at < bytes.byteSize(); ) {
            Field field = field(at);
            fields.add(field);
            at = field.end();
        }
        return fields;
    }

    List<Field> fields(int number) {
        return fields().stream().filter(field -> field.number() == number).toList();
    }

    /** The text of a field; empty if it is absent. */
    String text(int number) {
        List<Field> found = fields(number);
        return found.isEmpty() ? "" : found.getLast().text();
    }

    private Field field(long start) {
        Number tag = number(start);
        int field = (int) (tag.value() >>> 3);
        MemorySegment none = MemorySegment.NULL;
        return switch ((int) (tag.value() & 7)) {
            case VARINT -> {
                Number number = number(tag.end());
                yield new Field(field, start, number.end(), number.value(), none);
            }
            case EIGHT_BYTES -> new Field(field, start, within(tag.end(), 8), 0, none);
            case FOUR_BYTES -> new Field(field, start, within(tag.end(), 4), 0, none);
            case DELIMITED -> {
                Number length = number(tag.end());
                long end = within(length.end(), length.value());
                yield new Field(field, start, end, 0, bytes.asSlice(length.end(), length.value()));
            }
            default -> throw new OnnxException("not an ONNX file: unknown wire type at byte " + start);
        };
    }

    private long within(long from, long length) {
        if (length < 0 || length > bytes.byteSize() - from) {
            throw new OnnxException("the ONNX file ends early; copy it again");
        }
        return from + length;
    }

    private Number number(long from) {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            byte next = bytes.get(ValueLayout.JAVA_BYTE, within(from + i, 1) - 1);
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return new Number(value, from + i + 1);
            }
        }
        throw new OnnxException("not an ONNX file: a varint without an end at byte " + from);
    }
}
