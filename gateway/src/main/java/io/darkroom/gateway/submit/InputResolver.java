package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.gateway.media.MediaType;
import io.darkroom.gateway.observe.JobReader;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import io.darkroom.gateway.platform.BodyLimits;
import io.darkroom.gateway.platform.ProblemException;
import io.darkroom.gateway.platform.Violation;
import io.darkroom.gateway.project.JobView;
import io.darkroom.gateway.upload.Body;
import io.darkroom.gateway.upload.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a job's media into the object store before the job is accepted; see the decision inputs-before-acceptance. */
@ApplicationScoped
public class InputResolver {
    /** Bytes of a data URI, decoded. */
    static final int MAX_DATA_BYTES = 1024 * 1024;

    private static final Duration FETCH_DEADLINE = Duration.ofSeconds(20);
    private static final Pattern OUTPUT = Pattern.compile("(job_[0-9a-z]{26})/(\\d{1,4})");
    private static final Set<MediaType> CLIPS = EnumSet.of(MediaType.MP4, MediaType.GIF, MediaType.WEBP, MediaType.PNG);

    private final Uploads uploads;
    private final JobReader jobs;
    private final Outbound outbound;

    InputResolver(Uploads uploads, JobReader jobs, Outbound outbound) {
        this.uploads = uploads;
        this.jobs = jobs;
        this.outbound = outbound;
    }

    /**
     * @param pointer where in the body the text stands
     * @param text {@code upload:<id>}, {@code job:<id>/<index>}, a data URI or an https URL
     * @throws ProblemException {@code validation_failed} if that is nothing that can be read
     */
    MediaRef resolve(String tenant, String pointer, String text) {
        MediaRef media = fetch(tenant, pointer, text);
        boolean readable =
                MediaType.find(media.contentType()).filter(CLIPS::contains).isPresent();
        if (!readable) {
            throw refused(
                    pointer,
                    "unsupported_media",
                    "a clip must be MP4, GIF, or animated WebP or PNG, not " + media.contentType());
        }
        return media;
    }

    private MediaRef fetch(String tenant, String pointer, String text) {
        if (text.startsWith("upload:")) {
            return uploads.media(tenant, text.substring("upload:".length()))
                    .orElseThrow(() -> refused(pointer, "unknown_upload", "nothing of yours was uploaded by this id"));
        }
        if (text.startsWith("job:")) {
            return output(tenant, pointer, text.substring("job:".length()));
        }
        if (text.startsWith("data:")) {
            return keep(tenant, pointer, data(pointer, text));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return keep(tenant, pointer, download(pointer, text));
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
        Outcome outcome = jobs.look(tenant, new JobId(form.group(1)))
                .map(JobView::outcome)
                .orElse(null);
        int index = Integer.parseInt(form.group(2));
        if (outcome == null || index >= outcome.outputs().size()) {
            throw refused(pointer, "unknown_output", "no finished job of yours has this output");
        }
        OutputArtifact output = outcome.outputs().get(index);
        return new MediaRef(output.key(), output.contentType(), output.bytes(), output.sha256());
    }

    private MediaRef keep(String tenant, String pointer, byte[] bytes) {
        Body body = Body.of(bytes);
        MediaType type = MediaType.sniff(body.head())
                .orElseThrow(() -> refused(
                        pointer, "unsupported_media", "the bytes begin like none of PNG, JPEG, WebP, GIF and MP4"));
        if (!CLIPS.contains(type)) {
            throw refused(
                    pointer,
                    "unsupported_media",
                    "a clip must be MP4, GIF, or animated WebP or PNG, not " + type.contentType());
        }
        return uploads.keep(tenant, body, type);
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
                        pointer, "too_long", "a data URI may hold at most " + MAX_DATA_BYTES + " bytes; upload more");
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
