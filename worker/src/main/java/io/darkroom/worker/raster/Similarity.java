package io.darkroom.worker.raster;

import java.util.List;

/**
 * Similarity of two clips.
 *
 * @param psnr peak signal to noise ratio, dB, over the three colour channels, mean of the frames; 100 for equal frames
 * @param ssim structural similarity of the luma (Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error
 *     visibility to structural similarity", 2004): Gaussian window of 11 by 11 with σ = 1.5, K₁ = 0.01, K₂ = 0.03, L = 255,
 *     where the window is inside the image; mean of the frames; 1 for equal frames
 */
public record Similarity(double psnr, double ssim) {
    private static final double BEST_PSNR = 100;
    private static final int RADIUS = 5;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;
    private static final double[] WINDOW = window();

    /** Compares opaque frames of equal size, at least 11 by 11, as many as both clips have. */
    public static Similarity of(List<Pixels> made, List<Pixels> truth) {
        int count = Math.min(made.size(), truth.size());
        if (count == 0) {
            throw new IllegalArgumentException("there is no frame to compare");
        }
        double psnr = 0;
        double ssim = 0;
        for (int i = 0; i < count; i++) {
            psnr += psnr(made.get(i), truth.get(i));
            ssim += ssim(made.get(i), truth.get(i));
        }
        return new Similarity(psnr / count, ssim / count);
    }

    static double psnr(Pixels a, Pixels b) {
        requireComparable(a, b);
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            double difference = (a.data()[i] & 0xff) - (b.data()[i] & 0xff);
            sum += difference * difference;
        }
        return sum == 0 ? BEST_PSNR : Math.min(BEST_PSNR, 10 * Math.log10(255 * 255 / (sum / a.data().length)));
    }

    static double ssim(Pixels a, Pixels b) {
        requireComparable(a, b);
        double[] x = luma(a);
        double[] y = luma(b);
        int width = a.width();
        int height = a.height();
        double[] meanX = blur(x, width, height);
        double[] meanY = blur(y, width, height);
        double[] xx = blur(product(x, x), width, height);
        double[] yy = blur(product(y, y), width, height);
        double[] xy = blur(product(x, y), width, height);
        double sum = 0;
        for (int i = 0; i < meanX.length; i++) {
            double mx = meanX[i];
            double my = meanY[i];
            double variances = xx[i] - mx * mx + yy[i] - my * my;
            double covariance = xy[i] - mx * my;
            sum += (2 * mx * my + C1) * (2 * covariance + C2) / ((mx * mx + my * my + C1) * (variances + C2));
        }
        return sum / meanX.length;
    }

    private static void requireComparable(Pixels a, Pixels b) {
        int least = 2 * RADIUS + 1;
        if (a.width() != b.width() || a.height() != b.height() || a.channels() != 3 || b.channels() != 3) {
            throw new IllegalArgumentException("images of different shape cannot be compared");
        }
        if (a.width() < least || a.height() < least) {
            throw new IllegalArgumentException("images need at least " + least + " pixels a side");
        }
    }

    /** ITU-R BT.601. */
    private static double[] luma(Pixels image) {
        double[] out = new double[image.width() * image.height()];
        byte[] data = image.data();
        for (int i = 0; i < out.length; i++) {
            out[i] = 0.299 * (data[3 * i] & 0xff) + 0.587 * (data[3 * i + 1] & 0xff) + 0.114 * (data[3 * i + 2] & 0xff);
        }
        return out;
    }

    private static double[] product(double[] x, double[] y) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] * y[i];
        }
        return out;
    }

    /** Weighted by the window, where it is inside the image: {@code (width - 10) * (height - 10)} values. */
    private static double[] blur(double[] from, int width, int height) {
        int inner = width - 2 * RADIUS;
        double[] across = new double[inner * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < inner; x++) {
                double sum = 0;
                for (int k = 0; k < WINDOW.length; k++) {
                    sum += WINDOW[k] * from[y * width + x + k];
                }
                across[y * inner + x] = sum;
            }
        }
        double[] out = new double[inner * (height - 2 * RADIUS)];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int k = 0; k < WINDOW.length; k++) {
                sum += WINDOW[k] * across[i + k * inner];
            }
            out[i] = sum;
        }
        return out;
    }

    private static double[] window() {
        double[] out = new double[2 * RADIUS + 1];
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(-(i - RADIUS) * (i - RADIUS) / (2 * SIGMA * SIGMA));
            sum += out[i];
        }
        for (int i = 0; i < out.length; i++) {
            out[i] /= sum;
        }
        return out;
    }
}
