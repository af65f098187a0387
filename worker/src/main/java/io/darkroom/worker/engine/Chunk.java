package io.darkroom.worker.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The samples of one run, each with its first row.
 *
 * @param used rows that are filled
 */
record Chunk(Denoiser denoiser, List<RunningSample> samples, int used) {

    /**
     * Fills a run's rows from shares of one model, one sample of each in turn, then a second one of each, and so on.
     *
     * @param shares those that wait, most deserving first; all of the first one's model
     */
    static Chunk fill(List<DeviceShare> shares) {
        Denoiser denoiser = shares.getFirst().denoiser();
        Queue<Queue<RunningSample>> turns = new ArrayDeque<>();
        shares.forEach(share -> turns.add(new ArrayDeque<>(share.waiting())));
        List<RunningSample> chosen = new ArrayList<>();
        int used = 0;
        while (!turns.isEmpty() && used < denoiser.rows()) {
            Queue<RunningSample> turn = turns.remove();
            RunningSample next = turn.poll();
            if (next == null) {
                continue;
            }
            turns.add(turn);
            if (used + next.rows() <= denoiser.rows()) {
                chosen.add(next);
                used += next.rows();
            }
        }
        return new Chunk(denoiser, chosen, used);
    }

    void put() {
        int row = 0;
        for (RunningSample sample : samples) {
            sample.put(denoiser, row);
            row += sample.rows();
        }
    }

    /** Nobody waits for this run any more. Called with the device's lock held. */
    boolean abandoned() {
        return samples.stream().allMatch(sample -> sample.share().closed());
    }
}
