package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.worker.raster.Pixels;
import java.util.List;
import java.util.Optional;

/** Moderates clips by a few of their frames, because a classifier takes longer than a frame does. */
public final class Screening {
    private static final int FRAMES = 4;

    private Screening() {}

    /** The first refusal among some frames, evenly spaced, the last one included. */
    public static Optional<Failure> of(List<Pixels> frames, Moderation moderation) {
        if (!moderation.isOn()) {
            return Optional.empty();
        }
        int shown = Math.min(FRAMES, frames.size());
        for (int i = 1; i <= shown; i++) {
            Optional<Failure> refusal = moderation.image(frames.get(frames.size() * i / shown - 1));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }
}
