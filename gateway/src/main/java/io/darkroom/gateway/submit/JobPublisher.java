package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.platform.KafkaLog;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.darkroom.gateway.project.JobFold;
import io.darkroom.gateway.project.JobView;
import io.darkroom.gateway.project.KafkaProjector;
import io.darkroom.gateway.project.RedisJobViews;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts a job into its lane, and shows it. */
@ApplicationScoped
public class JobPublisher {
    private static final Logger LOG = Logger.getLogger(JobPublisher.class);

    private final KafkaLog log;
    private final RedisJobViews views;
    private final SubmitConfig config;

    JobPublisher(KafkaLog log, RedisJobViews views, SubmitConfig config) {
        this.log = log;
        this.views = views;
        this.config = config;
    }

    /**
     * Returns when the log has confirmed the job, which is then accepted.
     *
     * @param fingerprint of what it was made from, if it came with an idempotency key
     * @throws io.darkroom.gateway.platform.ProblemException {@code log_unavailable}: whether the log has it is not known
     */
    public JobView publish(JobRequest request, @Nullable String fingerprint) {
        String topic = Topics.jobs(request.lane(), Math.floorMod(request.id().hashCode(), config.cells()));
        Map<String, String> headers = fingerprint == null ? Map.of() : Map.of(KafkaProjector.FINGERPRINT, fingerprint);
        log.append(topic, request.id().value(), Json.encode(request), headers);
        return show(request, fingerprint);
    }

    /** The log has it, so it is accepted; if the view cannot be written now, the projector does it later. */
    private JobView show(JobRequest request, @Nullable String fingerprint) {
        try {
            views.seed(request, fingerprint);
        } catch (RedisUnavailableException e) {
            LOG.warnf("%s is accepted, its view will follow: %s", request.id(), e.getMessage());
        }
        return JobFold.request(null, request, fingerprint);
    }
}
