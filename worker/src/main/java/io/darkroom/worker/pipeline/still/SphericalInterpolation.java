package io.darkroom.worker.pipeline.still;

/**
 * Interpolates between two noises along a great circle (Shoemake, "Animating rotation with quaternion curves", 1985). On the straight
 * line between them noise would lose variance, by a factor of √2 in the middle, and images would turn grey and flat.
 */
final class SphericalInterpolation {
    /** Below this angle, radians, line and circle are the same within floating-point accuracy. */
    private static final double NARROW = 1e-4;

    private SphericalInterpolation() {}

    /** @param part 0: exactly {@code from}; 1: exactly {@code to} */
    static float[] between(float[] from, float[] to, double part) {
        if (part <= 0 || part >= 1) {
            return (part <= 0 ? from : to).clone();
        }
        double dot = 0;
        double lengthFrom = 0;
        double lengthTo = 0;
        for (int i = 0; i < from.length; i++) {
            dot += (double) from[i] * to[i];
            lengthFrom += (double) from[i] * from[i];
            lengthTo += (double) to[i] * to[i];
        }
        double cosine = Math.clamp(dot / Math.sqrt(lengthFrom * lengthTo), -1, 1);
        double angle = StrictMath.acos(cosine);
        double sine = StrictMath.sin(angle);
        // Opposite noises have no unique great circle; the line is as good as any.
        boolean line = angle < NARROW || Math.PI - angle < NARROW;
        double a = line ? 1 - part : StrictMath.sin((1 - part) * angle) / sine;
        double b = line ? part : StrictMath.sin(part * angle) / sine;
        float[] out = new float[from.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (a * from[i] + b * to[i]);
        }
        return out;
    }
}
