package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.gateway.http.BodyLimits;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import io.darkroom.gateway.upload.Body;
import io.darkroom.gateway.upload.MediaType;
import io.darkroom.gateway.upload.Uploads;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stores a job's input media in the object store before the job is accepted; see the decision inputs-before-acceptance.
 */
@ApplicationScoped
public class InputResolver {
    /** Maximum bytes of a data URI, decoded. */
    static final int MAX_DATA_BYTES = 1024 * 1024;

    private static final Duration FETCH_DEADLINE = Duration.ofSeconds(20);
    private static final Pattern OUTPUT = Pattern.compile("(job_[0-9a-z]{26})/(\\d{1,4})");

    private final Uploads uploads;
    private final JobReader jobs;
    private final Outbound outbound;
    private final boolean fetchesUrls;

    InputResolver(Uploads uploads, JobReader jobs, Outbound outbound, SubmitConfig config) {
        this.uploads = uploads;
        this.jobs = jobs;
        this.outbound = outbound;
        this.fetchesUrls = config.inputUrls();
    }

    /**
     * Resolves all media of a job, by input field.
     *
     * @param texts {@code upload:<id>}, {@code job:<id>/<index>}, a data URI or an https URL, by field
     * @throws ProblemException {@code validation_failed} with all media that cannot be read
     */
    Map<String, MediaRef> resolve(String tenant, Map<String, String> texts) {
        Map<String, MediaRef> media = new LinkedHashMap<>();
        List<Violation> violations = new ArrayList<>();
        texts.forEach((field, text) -> {
            MediaUse use = Objects.requireNonNull(MediaUse.byField().get(field), field);
            try {
                media.put(field, resolve(tenant, "/input/" + field, text, use));
            } catch (ProblemException e) {
                if (e.violations().isEmpty()) {
                    throw e;
                }
                violations.addAll(e.violations());
            }
        });
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return media;
    }

    private MediaRef resolve(String tenant, String pointer, String text, MediaUse use) {
        MediaRef media = fetch(tenant, pointer, text, use);
        if (MediaType.find(media.contentType()).filter(use::accepts).isEmpty()) {
            throw unsupported(pointer, use, media.contentType());
        }
        return media;
    }

    private static ProblemException unsupported(String pointer, MediaUse use, String contentType) {
        return refused(pointer, "unsupported_media", use.rule() + ", not " + contentType);
    }

    private MediaRef fetch(String tenant, String pointer, String text, MediaUse use) {
        if (text.startsWith("upload:")) {
            return uploads.media(tenant, text.substring("upload:".length()))
                    .orElseThrow(() -> refused(pointer, "unknown_upload", "the tenant has no upload with this id"));
        }
        if (text.startsWith("job:")) {
            return output(tenant, pointer, text.substring("job:".length()));
        }
        if (text.startsWith("data:")) {
            return store(tenant, pointer, data(pointer, text), use);
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            if (!fetchesUrls) {
                throw refused(
                        pointer,
                        "no_urls",
                        "this installation does not fetch URLs: upload the file and" + " use upload:<id>");
            }
            return store(tenant, pointer, download(pointer, text), use);
        }
        throw refused(
                pointer,
                "malformed",
                "must be upload:<id>, job:<id>/<index>, a data URI or an https URL; never a path");
    }

    private MediaRef output(String tenant, String pointer, String reference) {
        Matcher form = OUTPUT.matcher(reference);
        if (!form.matches() || !JobId.isValid(form.group(1))) {
            throw refused(pointer, "malformed", "must be job:<id>/<index>");
        }
        Outcome outcome = jobs.find(tenant, new JobId(form.group(1)))
                .map(JobView::outcome)
                .orElse(null);
        int index = Integer.parseInt(form.group(2));
        if (outcome == null || index >= outcome.outputs().size()) {
            throw refused(pointer, "unknown_output", "no finished job of the tenant has this output");
        }
        OutputArtifact output = outcome.outputs().get(index);
        return new MediaRef(output.key(), output.contentType(), output.bytes(), output.sha256());
    }

    private MediaRef store(String tenant, String pointer, byte[] bytes, MediaUse use) {
        Body body = Body.of(bytes);
        MediaType type = MediaType.sniff(body.head())
                .orElseThrow(
                        () -> refused(pointer, "unsupported_media", "the data is not PNG, JPEG, WebP, GIF or MP4"));
        if (!use.accepts(type)) {
            throw unsupported(pointer, use, type.contentType());
        }
        return uploads.storeInput(tenant, body, type);
    }

    private static byte[] data(String pointer, String uri) {
        int comma = uri.indexOf(',');
        if (comma < 0 || !uri.substring(0, comma).endsWith(";base64")) {
            throw refused(pointer, "malformed", "a data URI must be data:<type>;base64,<data>");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(uri.substring(comma + 1));
            if (bytes.length > MAX_DATA_BYTES) {
                throw refused(
                        pointer,
                        "too_long",
                        "a data URI may hold at most " + MAX_DATA_BYTES + " bytes; upload larger files");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw refused(pointer, "malformed", "the data is not base64");
        }
    }

    private byte[] download(String pointer, String url) {
        try {
            OutboundResponse response = outbound.fetch(Outbound.uri(url), BodyLimits.MAX_UPLOAD_BYTES, FETCH_DEADLINE);
            if (!response.isSuccess()) {
                throw refused(pointer, "unreachable", "the URL answered with status " + response.status());
            }
            return response.body();
        } catch (OutboundException e) {
            throw refused(pointer, e.reason().wireName(), String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException refused(String pointer, String code, String message) {
        return ProblemException.invalid(List.of(new Violation(pointer, code, message)));
    }
}
