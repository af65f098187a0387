package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.worker.raster.Pixels;
import java.util.Optional;

/**
 * Decides what must not be generated. It checks each prompt before anything is drawn and each image before it is stored. A
 * refused item has no result; the other items of its job continue.
 */
public interface Moderation {
    /** Refuses nothing. */
    Moderation OFF = new Moderation() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Optional<Failure> prompt(String prompt) {
            return Optional.empty();
        }

        @Override
        public Optional<Failure> image(Pixels image) {
            return Optional.empty();
        }
    };

    /** Whether it may ever refuse anything. */
    default boolean isOn() {
        return true;
    }

    /** Why the prompt is refused; empty if it is not. */
    Optional<Failure> prompt(String prompt);

    /** Why the image is refused; empty if it is not. Slow, so not to be called on the device thread. */
    Optional<Failure> image(Pixels image);
}
