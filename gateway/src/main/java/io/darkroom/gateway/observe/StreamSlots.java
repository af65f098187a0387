package io.darkroom.gateway.observe;

import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for streams in this gateway. */
@ApplicationScoped
class StreamPlaces {
    private final int all;
    private final AtomicInteger open = new AtomicInteger();
    private final Meters meters;

    StreamPlaces(StreamConfig config, Meters meters) {
        all = config.maxOpen();
        this.meters = meters;
        meters.gauge(EdgeMetrics.STREAMS_OPEN, open, AtomicInteger::get);
    }

    /**
     * To be called while a refusal can still be told. Calls at the same moment may all be let in, a few too many.
     *
     * @throws ProblemException {@code too_many_streams}
     */
    void check() {
        if (open.get() >= all) {
            meters.counter(EdgeMetrics.STREAMS_REFUSED).increment();
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
