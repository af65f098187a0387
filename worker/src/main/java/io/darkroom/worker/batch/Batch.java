package io.darkroom.worker.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * The samples of one run, each with its rows.
 *
 * @param rows of the run, filled or not
 * @param used rows that are filled
 */
record Batch(Denoiser denoiser, List<Slice> slices, int rows, int used) {

    /**
     * A sample's rows in a run.
     *
     * @param row the first one
     */
    record Slice(RunningSample sample, int row, int count) {}

    /** Whether every job in it is closed. Called with the device's lock held. */
    boolean isAbandoned() {
        return slices.stream().allMatch(slice -> slice.sample().account().isClosed());
    }

    /**
     * Fills a run. The last sample may get fewer rows than its step needs, and the others in a later run: no row stays empty while
     * a sample waits, and a model with few rows serves samples that need many.
     */
    static final class Builder {
        private final Denoiser denoiser;
        private final int rows;
        private final List<Slice> slices = new ArrayList<>();
        private int used;

        Builder(Denoiser denoiser) {
            this.denoiser = denoiser;
            this.rows = denoiser.rows();
        }

        /**
         * Adds all samples of the first job, then of the second one, and so on.
         *
         * @param accounts waiting jobs, in the order in which they get rows; jobs of another network are skipped
         */
        void add(List<JobAccount> accounts) {
            for (JobAccount account : accounts) {
                if (used == rows) {
                    return;
                }
                if (account.denoiser() == denoiser) {
                    add(account);
                }
            }
        }

        private void add(JobAccount account) {
            for (RunningSample sample : account.inOrder()) {
                if (used == rows) {
                    return;
                }
                int count = Math.min(sample.missing(), rows - used);
                slices.add(new Slice(sample, used, count));
                used += count;
            }
        }

        Batch build() {
            return new Batch(denoiser, slices, rows, used);
        }
    }
}
