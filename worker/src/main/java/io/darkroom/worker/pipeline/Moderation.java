package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.worker.raster.Pixels;
import java.util.Optional;

/**
 * Says what must not be made. Asked twice: of a prompt before anything is drawn, of each picture before it is stored. What
 * it refuses has no result, its siblings go on.
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
        public Optional<Failure> picture(Pixels picture) {
            return Optional.empty();
        }
    };

    /** Whether it may ever refuse anything. */
    default boolean isOn() {
        return true;
    }

    /** Why it may not be drawn; empty if it may. */
    Optional<Failure> prompt(String prompt);

    /** Why it may not be shown; empty if it may. Takes a while, so not to be called on the device thread. */
    Optional<Failure> picture(Pixels picture);
}
