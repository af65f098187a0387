package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.job.WebhookTarget;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.submit.kind.Fields;
import io.darkroom.gateway.submit.kind.KindEntry;
import io.darkroom.gateway.submit.kind.Kinds;
import io.darkroom.gateway.submit.kind.Models;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Submission} from a body, or reports all violations. */
@ApplicationScoped
public class SubmissionReader {
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
        KindEntry<?> known = Kinds.of(kind);
        Models models = rules.models(model);
        long seed = input.path("seed").asLong(randomSeed());
        long secondSeed = randomSeed();
        return new Submission(
                kind,
                model,
                options(body),
                media(input),
                media -> known.make(new Fields(input, models, seed, secondSeed, media)));
    }

    private static Submission.Options options(JsonNode body) {
        JsonNode expiry = body.path("expires_in");
        Map<String, String> metadata = new LinkedHashMap<>();
        body.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().textValue()));
        return new Submission.Options(
                "bulk".equals(body.path("priority").textValue()) ? Priority.BULK : Priority.INTERACTIVE,
                body.path("previews").asInt(0),
                expiry.isTextual() ? Expiry.parse(expiry.textValue()).orElseThrow() : null,
                webhook(body.path("webhook")),
                metadata);
    }

    /** A random seed of 32 bits, short enough to be copied by hand. */
    private long randomSeed() {
        return random.nextLong(1L << 32);
    }

    private static Map<String, String> media(JsonNode input) {
        Map<String, String> media = new LinkedHashMap<>();
        for (String field : MediaUse.byField().keySet()) {
            if (input.has(field)) {
                media.put(field, input.path(field).textValue());
            }
        }
        return media;
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

    /** The format of {@code expires_in}: how long a job may wait. */
    static final class Expiry {
        static final String FORM = "must be from 1 second to 7 days, such as 90s, 10m, 2h, 1d or PT10M";
        private static final Duration MAX = Topics.LONGEST_WAIT;

        private Expiry() {}

        static Optional<Duration> parse(String text) {
            try {
                char unit = text.charAt(text.length() - 1);
                boolean iso = text.startsWith("P");
                Duration duration = iso ? Duration.parse(text) : Duration.parse(iso(text, unit));
                boolean inRange = duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(MAX) <= 0;
                return inRange ? Optional.of(duration) : Optional.empty();
            } catch (DateTimeParseException | ArithmeticException e) {
                return Optional.empty();
            }
        }

        private static String iso(String text, char unit) {
            return (unit == 'd' ? "P" : "PT") + text.toUpperCase(Locale.ROOT);
        }
    }
}
