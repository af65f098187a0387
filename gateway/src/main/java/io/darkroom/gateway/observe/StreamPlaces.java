package io.darkroom.gateway.observe;

import io.darkroom.gateway.platform.ProblemCode;
import io.darkroom.gateway.platform.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for streams in this gateway. */
@ApplicationScoped
class StreamPlaces {
    private final int all;
    private final AtomicInteger open = new AtomicInteger();

    StreamPlaces(StreamConfig config, MeterRegistry meters) {
        all = config.maxOpen();
        meters.gauge("darkroom.streams.open", open);
    }

    /**
     * To be called while a refusal can still be told. Calls at the same moment may all be let in, a few too many.
     *
     * @throws ProblemException {@code too_many_streams}
     */
    void check() {
        if (open.get() >= all) {
            throw ProblemException.unavailable(
                    ProblemCode.TOO_MANY_STREAMS,
                    "This gateway holds " + all + " streams already. Try again shortly.",
                    Duration.ofSeconds(5),
                    null);
        }
    }

    void take() {
        open.incrementAndGet();
    }

    void give() {
        open.decrementAndGet();
    }
}
