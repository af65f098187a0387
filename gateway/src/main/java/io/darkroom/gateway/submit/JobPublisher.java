package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.quota.Admission;
import io.darkroom.gateway.quota.Admission.Route;
import io.darkroom.gateway.view.JobFold;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.RedisJobViews;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Publishes a job to its lane, or to {@code darkroom.held} if its tenant has a quota, and creates its view. */
@ApplicationScoped
public class JobPublisher {
    private static final Logger LOG = Logger.getLogger(JobPublisher.class);

    private final KafkaLog log;
    private final RedisJobViews views;
    private final Admission admission;
    private final SubmitConfig config;
    private final Tracing traces;
    private final Meters meters;

    JobPublisher(
            KafkaLog log,
            RedisJobViews views,
            Admission admission,
            SubmitConfig config,
            Tracing traces,
            Meters meters) {
        this.log = log;
        this.views = views;
        this.admission = admission;
        this.config = config;
        this.traces = traces;
        this.meters = meters;
        if (config.longestWait().compareTo(Topics.LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("darkroom.submit.longest-wait is " + config.longestWait()
                    + ", but must be at most " + Topics.LONGEST_WAIT + ", a day less than the log's retention");
        }
    }

    /**
     * Publishes a job; it is accepted when this returns.
     *
     * @param asked the job; without a deadline it gets the longest wait, because the log deletes records after that
     * @param fingerprint fingerprint of the submitted body, if it was submitted with an idempotency key
     * @throws io.darkroom.gateway.http.ProblemException {@code log_unavailable} if it is unknown whether the log has
     *     the job; {@code starting} if it was not published
     */
    public JobView publish(JobRequest asked, @Nullable String fingerprint) {
        JobRequest request = bounded(asked);
        String lane = Topics.jobs(request.lane(), Math.floorMod(request.id().hashCode(), config.cells()));
        Route route = admission.route(request, lane);
        Map<String, String> headers = new HashMap<>(route.headers());
        if (fingerprint != null) {
            headers.put(RecordHeaders.FINGERPRINT, fingerprint);
        }
        try (ActiveSpan _ = span(request, route.topic())) {
            headers.putAll(traces.headers());
            log.append(route.topic(), route.key(), Json.encode(request), headers);
        }
        meters.counter(
                        JobMetrics.ACCEPTED,
                        request.kind().wireName(),
                        request.lane().wireName())
                .increment();
        return show(request, route, fingerprint);
    }

    private JobRequest bounded(JobRequest asked) {
        return asked.expiresAt() == null ? asked.expiringAt(asked.createdAt().plus(config.longestWait())) : asked;
    }

    private ActiveSpan span(JobRequest request, String topic) {
        return ActiveSpan.start(traces.span("publish job")
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(SpanAttributes.JOB, request.id().value())
                .setAttribute(SpanAttributes.TENANT, request.tenant())
                .setAttribute(SpanAttributes.KIND, request.kind().wireName())
                .setAttribute(SpanAttributes.MODEL, request.model())
                .setAttribute(SpanAttributes.TOPIC, topic));
    }

    /** The job is accepted already; if the view cannot be written now, the projector writes it later. */
    private JobView show(JobRequest request, Route route, @Nullable String fingerprint) {
        try {
            views.seed(request, fingerprint, route.inLaneSince());
        } catch (RedisUnavailableException e) {
            LOG.warnf("%s was accepted, its view will be written later: %s", request.id(), e.getMessage());
        }
        return JobFold.request(null, request, fingerprint, route.inLaneSince());
    }
}
