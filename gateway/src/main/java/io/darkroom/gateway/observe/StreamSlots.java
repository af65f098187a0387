package io.darkroom.gateway.observe;

import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits the number of open streams in this gateway. */
@ApplicationScoped
class StreamSlots {
    private final int all;
    private final AtomicInteger open = new AtomicInteger();
    private final Meters meters;

    StreamSlots(StreamConfig config, Meters meters) {
        all = config.maxOpen();
        this.meters = meters;
        meters.gauge(EdgeMetrics.STREAMS_OPEN, open, AtomicInteger::get);
    }

    /**
     * Checks the limit, while the call can still fail with a problem document. Concurrent calls may exceed the limit
     * slightly.
     *
     * @throws ProblemException {@code too_many_streams}
     */
    void check() {
        if (open.get() >= all) {
            meters.counter(EdgeMetrics.STREAMS_REFUSED).increment();
            throw ProblemException.unavailable(
                    ProblemCode.TOO_MANY_STREAMS,
                    "This gateway already has " + all + " open streams. Retry shortly.",
                    Duration.ofSeconds(5),
                    null);
        }
    }

    void acquire() {
        open.incrementAndGet();
    }

    void release() {
        open.decrementAndGet();
    }
}
