package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;

/** The prediction window of a video model, which predicts block by block. */
final class VideoWindow {
    private VideoWindow() {}

    /** Frames predicted per block; 1 if unknown. */
    static int frames(ModelInfo model) {
        ModelInfo.Video window = model.video();
        return window == null ? 1 : window.futureFrames();
    }

    /** Frame rate of the training data, frames per second; 10 if unknown. */
    static double fps(ModelInfo model) {
        ModelInfo.Video window = model.video();
        return window == null ? 10 : window.fps();
    }

    /** Number of blocks for this number of predicted frames. */
    static double blocks(ModelInfo model, int frames) {
        ModelInfo.Video window = model.video();
        return window == null ? 1 : Math.ceilDiv(frames, Math.max(1, window.futureFrames()));
    }
}
