package io.darkroom.worker.raster;

/**
 * A colour map from nearly black through violet, red and orange to light yellow. Both lightness and the distance between
 * neighbours rise evenly in Ottosson's Oklab (bottosson.github.io/posts/oklab, 2020), so that equal steps look equal, also in
 * greyscale and to people with colour blindness.
 */
public final class HeatColours {
    private static final int FINE = 4096;
    private static final int COLOURS = 256;
    private static final double DARKEST = 0.12;
    private static final double LIGHTEST = 0.97;
    private static final double FIRST_HUE = 290;
    private static final double LAST_HUE = 470;
    private static final double MOST_CHROMA = 0.21;

    private static final byte[] TABLE = table();

    private HeatColours() {}

    /** Writes red, green and blue of a value from 0 to 1; values outside have the colour of the nearer end. */
    public static void put(float amount, byte[] data, int offset) {
        int index = Math.clamp(Math.round(amount * (COLOURS - 1)), 0, COLOURS - 1);
        System.arraycopy(TABLE, 3 * index, data, offset, 3);
    }

    /** Samples a curve through the colour space at equal distances. */
    private static byte[] table() {
        double[][] curve = new double[FINE][];
        double[] length = new double[FINE];
        for (int i = 0; i < FINE; i++) {
            curve[i] = colour((double) i / (FINE - 1));
            if (i > 0) {
                length[i] = length[i - 1]
                        + Math.hypot(
                                curve[i][0] - curve[i - 1][0],
                                Math.hypot(curve[i][1] - curve[i - 1][1], curve[i][2] - curve[i - 1][2]));
            }
        }
        byte[] out = new byte[3 * COLOURS];
        int at = 0;
        for (int i = 0; i < COLOURS; i++) {
            double wanted = length[FINE - 1] * i / (COLOURS - 1);
            while (at < FINE - 1 && length[at] < wanted) {
                at++;
            }
            double[] rgb = linear(curve[at]);
            for (int c = 0; c < 3; c++) {
                out[3 * i + c] = (byte) Math.round(255 * gamma(Math.clamp(rgb[c], 0, 1)));
            }
        }
        return out;
    }

    /** Lightness and two axes of colour; with as much chroma as sRGB can show there, up to a limit. */
    private static double[] colour(double along) {
        double lightness = DARKEST + along * (LIGHTEST - DARKEST);
        double hue = StrictMath.toRadians(FIRST_HUE + along * (LAST_HUE - FIRST_HUE));
        double low = 0;
        double high = MOST_CHROMA * StrictMath.sin(StrictMath.PI * Math.min(1, 0.08 + 0.86 * along));
        double chroma = high;
        for (int i = 0; i < 24; i++) {
            if (shown(lab(lightness, chroma, hue))) {
                low = chroma;
            } else {
                high = chroma;
            }
            chroma = (low + high) / 2;
        }
        return lab(lightness, low, hue);
    }

    private static double[] lab(double lightness, double chroma, double hue) {
        return new double[] {lightness, chroma * StrictMath.cos(hue), chroma * StrictMath.sin(hue)};
    }

    private static boolean shown(double[] lab) {
        for (double value : linear(lab)) {
            if (value < -1e-6 || value > 1 + 1e-6) {
                return false;
            }
        }
        return true;
    }

    /** Oklab to linear sRGB, by the published matrices. */
    private static double[] linear(double[] lab) {
        double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
        double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
        double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static double cube(double value) {
        return value * value * value;
    }

    private static double gamma(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * StrictMath.pow(linear, 1 / 2.4) - 0.055;
    }
}
