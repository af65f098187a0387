package io.darkroom.worker.pipeline.video;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the futures of a clip while it is predicted block by block, each block from the last frames before it, which soon
 * are predictions themselves. Frames are {@code [3, height, width]}, values -1 to 1.
 */
public final class Future {
    private final List<float[]> context;
    private final List<float[]> predicted = new ArrayList<>();
    private final int wanted;
    private boolean givenUp;

    /**
     * @param context the frames that the first block is predicted from
     * @param wanted frames to predict
     */
    Future(List<float[]> context, int wanted) {
        this.context = context;
        this.wanted = wanted;
    }

    boolean complete() {
        return givenUp || predicted.size() >= wanted;
    }

    /** The sample failed: no more frames follow. */
    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** The frames that the next block is predicted from, one after the other in one array. */
    float[] window() {
        List<float[]> all = new ArrayList<>(context);
        all.addAll(predicted);
        int size = context.getFirst().length;
        float[] out = new float[context.size() * size];
        int first = all.size() - context.size();
        for (int i = 0; i < context.size(); i++) {
            System.arraycopy(all.get(first + i), 0, out, i * size, size);
        }
        return out;
    }

    /** Appends a block; frames beyond the wanted number are dropped. */
    void add(float[] block) {
        int size = context.getFirst().length;
        for (int at = 0; at < block.length && !complete(); at += size) {
            float[] frame = new float[size];
            for (int i = 0; i < size; i++) {
                frame[i] = Math.clamp(block[at + i], -1f, 1f);
            }
            predicted.add(frame);
        }
    }

    List<float[]> predicted() {
        return List.copyOf(predicted);
    }
}
