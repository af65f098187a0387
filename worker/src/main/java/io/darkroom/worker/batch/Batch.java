package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * The samples of one run, each with its rows.
 *
 * @param rows of the run, used or not
 * @param used rows that are filled
 */
record Batch(Denoiser denoiser, List<Slice> slices, int rows, int used) {

    /**
     * A sample's rows in a run.
     *
     * @param row the first one
     */
    record Slice(RunningSample sample, int row, int count) {}

    /** Nobody waits for this run any more. Called with the device's lock held. */
    boolean abandoned() {
        return slices.stream().allMatch(slice -> slice.sample().share().closed());
    }

    /**
     * A run that is being filled. The last sample may get fewer rows than its step needs, and gets the others in a later
     * run: no row stays empty while somebody waits, and a model with few rows serves samples of many.
     */
    static final class Filling {
        private final Denoiser denoiser;
        private final int rows;
        private final List<Slice> slices = new ArrayList<>();
        private int used;

        Filling(Denoiser denoiser) {
            this.denoiser = denoiser;
            this.rows = denoiser.rows();
        }

        /**
         * Takes all samples of the first share, then of the second one, and so on.
         *
         * @param shares those that wait, most deserving first; those of another model are left out
         */
        void add(List<DeviceLease> shares) {
            for (DeviceLease share : shares) {
                if (used == rows) {
                    return;
                }
                if (share.denoiser() == denoiser) {
                    add(share);
                }
            }
        }

        private void add(DeviceLease share) {
            for (RunningSample sample : share.waiting()) {
                if (used == rows) {
                    return;
                }
                int count = Math.min(sample.missing(), rows - used);
                slices.add(new Slice(sample, used, count));
                used += count;
            }
        }

        Batch chunk() {
            return new Batch(denoiser, slices, rows, used);
        }
    }
}
