package io.darkroom.worker.raster;

/**
 * An image, 8 bits a channel, row by row, channels interleaved.
 *
 * @param channels 3: red, green, blue; 4: with straight (not premultiplied) alpha
 * @param data {@code width * height * channels} bytes; not copied, so it must not be modified
 */
public record Pixels(int width, int height, int channels, byte[] data) {
    public Pixels {
        if ((channels != 3 && channels != 4) || data.length != width * height * channels) {
            throw new IllegalArgumentException(
                    data.length + " bytes are not " + width + "x" + height + " pixels of " + channels + " channels");
        }
    }

    /** An opaque image from a model's {@code [3, height, width]}, values -1 to 1. */
    public static Pixels rgb(float[] planes, int width, int height) {
        return rgb(planes, 0, width, height);
    }

    /** Like {@link #rgb(float[], int, int)}, for one of several consecutive frames. */
    public static Pixels rgb(float[] planes, int offset, int width, int height) {
        int count = width * height;
        byte[] data = new byte[count * 3];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < 3; c++) {
                data[3 * i + c] = octet((planes[offset + c * count + i] + 1) / 2);
            }
        }
        return new Pixels(width, height, 3, data);
    }

    /** An image from a model's {@code [4, height, width]}, values -1 to 1, colour premultiplied by opacity. */
    public static Pixels premultiplied(float[] planes, int width, int height) {
        int count = width * height;
        byte[] data = new byte[count * 4];
        for (int i = 0; i < count; i++) {
            byte alpha = octet((planes[3 * count + i] + 1) / 2);
            if (alpha == 0) {
                // Invisible: all four bytes are zero, so that equal images have equal bytes.
                continue;
            }
            float opacity = (planes[3 * count + i] + 1) / 2;
            for (int c = 0; c < 3; c++) {
                data[4 * i + c] = octet((planes[c * count + i] + 1) / 2 / opacity);
            }
            data[4 * i + 3] = alpha;
        }
        return new Pixels(width, height, 4, data);
    }

    /** With the given number of channels, 3 or 4; an image without alpha is opaque. */
    public Pixels as(int wanted) {
        if (wanted == channels) {
            return this;
        }
        if (wanted == 3) {
            return withoutAlpha();
        }
        int count = width * height;
        byte[] out = new byte[count * 4];
        for (int i = 0; i < count; i++) {
            System.arraycopy(data, 3 * i, out, 4 * i, 3);
            out[4 * i + 3] = (byte) 0xff;
        }
        return new Pixels(width, height, 4, out);
    }

    /** The colours without alpha, whatever their opacity was. */
    public Pixels withoutAlpha() {
        if (channels == 3) {
            return this;
        }
        int count = width * height;
        byte[] out = new byte[count * 3];
        for (int i = 0; i < count; i++) {
            System.arraycopy(data, 4 * i, out, 3 * i, 3);
        }
        return new Pixels(width, height, 3, out);
    }

    /** Opacity as a grey image; white for an image without alpha. */
    public Pixels alphaAsGrey() {
        byte[] out = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            byte alpha = channels == 4 ? data[4 * i + 3] : (byte) 0xff;
            out[3 * i] = alpha;
            out[3 * i + 1] = alpha;
            out[3 * i + 2] = alpha;
        }
        return new Pixels(width, height, 3, out);
    }

    /** These colours with the green channel of another image as opacity. */
    public Pixels withAlpha(Pixels grey) {
        byte[] out = as(4).data().clone();
        for (int i = 0; i < width * height; i++) {
            out[4 * i + 3] = grey.data()[grey.channels() * i + 1];
        }
        return new Pixels(width, height, 4, out);
    }

    /** {@code [channels, height, width]}, values -1 to 1, colour premultiplied by opacity where there is one. */
    public float[] premultipliedPlanes() {
        int count = width * height;
        float[] planes = new float[channels * count];
        for (int i = 0; i < count; i++) {
            float opacity = channels == 4 ? (data[4 * i + 3] & 0xff) / 255f : 1;
            for (int c = 0; c < 3; c++) {
                planes[c * count + i] = (data[channels * i + c] & 0xff) * opacity / 127.5f - 1;
            }
            if (channels == 4) {
                planes[3 * count + i] = 2 * opacity - 1;
            }
        }
        return planes;
    }

    private static byte octet(float unit) {
        return (byte) Math.round(Math.clamp(unit, 0f, 1f) * 255);
    }

    /** As a model's {@code [3, height, width]}, values -1 to 1, written at an offset. Only for images without alpha. */
    public void toPlanes(float[] planes, int offset) {
        if (channels != 3) {
            throw new IllegalStateException("only images without alpha can be converted to three planes");
        }
        int count = width * height;
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < 3; c++) {
                planes[offset + c * count + i] = (data[3 * i + c] & 0xff) / 127.5f - 1;
            }
        }
    }
}
