package io.darkroom.worker.codec;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A tar archive (POSIX ustar) of which the bytes depend on names and contents alone: owner 0, mode 0644, time 0. The order is
 * that of the calls.
 */
public final class TarFile implements Closeable {
    public static final String CONTENT_TYPE = "application/x-tar";

    private static final int BLOCK = 512;
    private static final int MAX_NAME = 100;
    private static final int CHECKSUM_AT = 148;

    private final OutputStream out;

    public TarFile(OutputStream out) {
        this.out = out;
    }

    /** @param name at most 100 ASCII characters */
    public void add(String name, byte[] contents) throws IOException {
        out.write(header(name, contents.length));
        out.write(contents);
        out.write(new byte[(BLOCK - contents.length % BLOCK) % BLOCK]);
    }

    /** Writes the end of the archive and closes the stream. */
    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, MAX_NAME, name);
        put(header, 100, 8, "0000644");
        put(header, 108, 8, "0000000");
        put(header, 116, 8, "0000000");
        put(header, 124, 12, "%011o".formatted(size));
        put(header, 136, 12, "00000000000");
        // The checksum is that of the header with blanks in its place.
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + 8, (byte) ' ');
        header[156] = '0';
        put(header, 257, 6, "ustar");
        header[263] = '0';
        header[264] = '0';
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, CHECKSUM_AT, 8, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > length) {
            throw new IllegalArgumentException("'" + text + "' has more than " + length + " characters");
        }
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
