package io.darkroom.worker.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The samples of one run, each with its rows.
 *
 * @param used rows that are filled
 */
record Chunk(Denoiser denoiser, List<Slice> slices, int used) {

    /**
     * A sample's rows in a run.
     *
     * @param row the first one
     */
    record Slice(RunningSample sample, int row, int count) {}

    /**
     * Fills a run's rows from shares of one model, one sample of each in turn, then a second one of each, and so on. The
     * last sample may get fewer rows than its step needs, and gets the others in a later run: no row stays empty while
     * somebody waits, and a model with few rows serves samples of many.
     *
     * @param shares those that wait, most deserving first; all of the first one's model
     */
    static Chunk fill(List<DeviceShare> shares) {
        Denoiser denoiser = shares.getFirst().denoiser();
        Queue<Queue<RunningSample>> turns = new ArrayDeque<>();
        shares.forEach(share -> turns.add(new ArrayDeque<>(share.waiting())));
        List<Slice> slices = new ArrayList<>();
        int used = 0;
        while (!turns.isEmpty() && used < denoiser.rows()) {
            Queue<RunningSample> turn = turns.remove();
            RunningSample next = turn.poll();
            if (next != null) {
                turns.add(turn);
                int count = Math.min(next.missing(), denoiser.rows() - used);
                slices.add(new Slice(next, used, count));
                used += count;
            }
        }
        return new Chunk(denoiser, slices, used);
    }

    void put() {
        slices.forEach(slice -> slice.sample().put(denoiser, slice.row(), slice.count()));
    }

    /** Nobody waits for this run any more. Called with the device's lock held. */
    boolean abandoned() {
        return slices.stream().allMatch(slice -> slice.sample().share().closed());
    }
}
