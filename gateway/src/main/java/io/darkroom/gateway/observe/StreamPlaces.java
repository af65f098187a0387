package io.darkroom.gateway.observe;

import io.darkroom.gateway.platform.ProblemCode;
import io.darkroom.gateway.platform.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Places for streams in this gateway. */
@ApplicationScoped
class StreamPlaces {
    private final int all;
    private final Semaphore free;

    StreamPlaces(StreamConfig config, MeterRegistry meters) {
        all = config.maxOpen();
        free = new Semaphore(all);
        meters.gauge("darkroom.streams.open", free, places -> all - places.availablePermits());
    }

    /**
     * @throws ProblemException {@code too_many_streams}
     */
    void take() {
        if (!free.tryAcquire()) {
            throw ProblemException.unavailable(
                    ProblemCode.TOO_MANY_STREAMS,
                    "This gateway holds " + all + " streams already. Try again shortly.",
                    Duration.ofSeconds(5),
                    null);
        }
    }

    void give() {
        free.release();
    }
}
