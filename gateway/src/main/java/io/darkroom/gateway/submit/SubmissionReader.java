package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.WebhookTarget;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.platform.ProblemException;
import io.darkroom.gateway.platform.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Submission} of a body, or tells everything that is wrong with it. */
@ApplicationScoped
public class SubmissionReader {
    static final String CLIP = "/input/clip";

    private final SubmissionSchema schema;
    private final ModelRules rules;
    private final Outbound outbound;
    private final RandomGenerator random;

    SubmissionReader(SubmissionSchema schema, ModelRules rules, Outbound outbound, RandomGenerator random) {
        this.schema = schema;
        this.rules = rules;
        this.outbound = outbound;
        this.random = random;
    }

    /**
     * @throws ProblemException {@code validation_failed} with all violations
     */
    Submission read(JsonNode body) {
        List<Violation> violations = new ArrayList<>(schema.check(body));
        violations.addAll(rules.check(body));
        checkExpiry(body.path("expires_in"), violations);
        checkWebhook(body.path("webhook").path("url"), violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return resolve(body, rules.model(body).orElseThrow());
    }

    private static void checkExpiry(JsonNode expiry, List<Violation> violations) {
        if (expiry.isTextual() && Expiry.parse(expiry.textValue()).isEmpty()) {
            violations.add(new Violation("/expires_in", "out_of_range", Expiry.FORM));
        }
    }

    private void checkWebhook(JsonNode url, List<Violation> violations) {
        if (url.isTextual()) {
            try {
                outbound.check(Outbound.uri(url.textValue()));
            } catch (OutboundException e) {
                violations.add(new Violation("/webhook/url", "refused", String.valueOf(e.getMessage())));
            }
        }
    }

    private Submission resolve(JsonNode body, ModelInfo model) {
        JobKind kind = JobKind.find(body.path("kind").textValue()).orElseThrow();
        JsonNode input = body.path("input");
        JsonNode expiry = body.path("expires_in");
        long seed = input.path("seed").asLong(random.nextLong(1L << 32));
        Map<String, String> metadata = new LinkedHashMap<>();
        body.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().textValue()));
        return new Submission(
                kind,
                model,
                "bulk".equals(body.path("priority").textValue()) ? Priority.BULK : Priority.INTERACTIVE,
                body.path("previews").asInt(0),
                expiry.isTextual() ? Expiry.parse(expiry.textValue()).orElseThrow() : null,
                webhook(body.path("webhook")),
                metadata,
                kind == JobKind.VIDEO_PREDICT ? Map.of(CLIP, input.path("clip").textValue()) : Map.of(),
                switch (kind) {
                    case IMAGE_GENERATE -> media -> image(input, model, seed);
                    case VIDEO_PREDICT ->
                        media -> video(input, model, seed, java.util.Objects.requireNonNull(media.get(CLIP)));
                    default -> throw new IllegalStateException("the schema lets no " + kind.wireName() + " through");
                });
    }

    private static @Nullable WebhookTarget webhook(JsonNode webhook) {
        if (webhook.isMissingNode()) {
            return null;
        }
        List<String> events = new ArrayList<>();
        webhook.path("events").forEach(event -> events.add(event.textValue()));
        return new WebhookTarget(
                webhook.path("url").textValue(), events.isEmpty() ? WebhookTarget.DEFAULT_EVENTS : List.copyOf(events));
    }

    private static JobInput image(JsonNode input, ModelInfo model, long seed) {
        ModelInfo.Size size = ModelRules.size(input, model).orElseThrow();
        return new GenerateImage(
                input.path("prompt").textValue(),
                input.path("negative_prompt").textValue(),
                input.path("style").textValue(),
                input.path("n").asInt(1),
                size.width(),
                size.height(),
                input.path("steps").asInt(model.defaults().steps()),
                input.path("guidance_scale").asDouble(model.defaults().guidanceScale()),
                input.path("scheduler").asText(model.schedulers().getFirst()),
                seed,
                input.path("output_format").asText("png"));
    }

    private static JobInput video(JsonNode input, ModelInfo model, long seed, MediaRef clip) {
        ModelInfo.Video window = model.video();
        int frames = window == null ? 1 : window.futureFrames();
        double fps = window == null ? 10 : window.fps();
        return new PredictVideo(
                clip,
                null,
                input.path("num_frames").asInt(frames),
                input.path("n").asInt(1),
                input.path("steps").asInt(model.defaults().steps()),
                input.path("guidance_scale").asDouble(model.defaults().guidanceScale()),
                input.path("scheduler").asText(model.schedulers().getFirst()),
                seed,
                input.path("fps").asDouble(fps),
                input.path("output_format").asText("mp4"),
                input.path("include_context").asBoolean(false),
                input.path("frames").asBoolean(false));
    }

    /** How long a job may wait. */
    static final class Expiry {
        static final String FORM = "must be from 1 second to 7 days, such as 90s, 10m, 2h, 1d or PT10M";
        private static final Duration MAX = Duration.ofDays(7);

        private Expiry() {}

        static java.util.Optional<Duration> parse(String text) {
            try {
                char unit = text.charAt(text.length() - 1);
                boolean iso = text.startsWith("P");
                Duration duration = iso ? Duration.parse(text) : Duration.parse(iso(text, unit));
                boolean inRange = duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(MAX) <= 0;
                return inRange ? java.util.Optional.of(duration) : java.util.Optional.empty();
            } catch (java.time.format.DateTimeParseException | ArithmeticException e) {
                return java.util.Optional.empty();
            }
        }

        private static String iso(String text, char unit) {
            return (unit == 'd' ? "P" : "PT") + text.toUpperCase(java.util.Locale.ROOT);
        }
    }
}
