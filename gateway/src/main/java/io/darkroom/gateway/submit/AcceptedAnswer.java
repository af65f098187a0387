package io.darkroom.gateway.submit;

import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.view.JobDocument;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobRenderer;
import io.darkroom.gateway.view.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Handles the request headers of calls that create a job, and builds their responses. */
@ApplicationScoped
public class AcceptedAnswer {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Exchange exchange;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final SubmitConfig config;

    AcceptedAnswer(Exchange exchange, JobReader reader, JobRenderer renderer, SubmitConfig config) {
        this.exchange = exchange;
        this.reader = reader;
        this.renderer = renderer;
        this.config = config;
    }

    /** @throws ProblemException {@code bad_request} if the idempotency key is malformed */
    static void check(@Nullable String key) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.of(
                    ProblemCode.BAD_REQUEST, "Idempotency-Key must have 1 to 255 visible ASCII characters.");
        }
    }

    /**
     * 202, or 200 if the job has ended within the time that the client is willing to wait.
     *
     * @param prefer the header {@code Prefer}
     */
    Response to(Accepted accepted, @Nullable String prefer) {
        Duration wait = Preferences.wait(prefer, config.maxWait());
        JobView job = wait.isZero()
                ? accepted.job()
                : reader.await(accepted.job(), view -> view.state().isTerminal(), wait);
        JobDocument document = renderer.render(job);
        exchange.jobId(document.id());
        boolean endedInTime = !wait.isZero() && job.state().isTerminal();
        Response.ResponseBuilder response = Response.status(endedInTime ? 200 : 202)
                .header(HttpHeaders.LOCATION, document.links().self())
                .entity(document);
        if (accepted.replayed()) {
            response.header("Idempotency-Replayed", "true");
        }
        if (!wait.isZero()) {
            response.header("Preference-Applied", "wait=" + wait.toSeconds());
        }
        return response.build();
    }
}
