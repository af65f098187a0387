package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;

/** How a video model predicts: block by block. */
final class VideoWindow {
    private VideoWindow() {}

    /** Frames that it predicts at once. */
    static int frames(ModelInfo model) {
        ModelInfo.Video window = model.video();
        return window == null ? 1 : window.futureFrames();
    }

    /** Frames per second that it was trained on. */
    static double fps(ModelInfo model) {
        ModelInfo.Video window = model.video();
        return window == null ? 10 : window.fps();
    }

    /** Blocks that the predicted frames take. */
    static double blocks(ModelInfo model, int frames) {
        ModelInfo.Video window = model.video();
        return window == null ? 1 : Math.ceilDiv(frames, Math.max(1, window.futureFrames()));
    }
}
