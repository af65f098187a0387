package io.darkroom.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.doctor.HttpProbe.Answer;
import io.darkroom.cli.terminal.Text;
import io.darkroom.cli.time.Clocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a client of the gateway can check. */
final class EdgeChecks {
    /** An image of one pixel. */
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    /** The metadata address of cloud machines, which serves secrets; no gateway may ever call it for a tenant. */
    private static final String FORBIDDEN = "https://169.254.169.254/latest/meta-data/";

    private static final Duration SKEW = Duration.ofSeconds(5);

    private EdgeChecks() {}

    static List<Finding> all(HttpProbe gateway, boolean keyed) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(version(gateway.base(), gateway.get("/openapi?format=json")));
            if (!keyed) {
                findings.add(Finding.warn("key", "none given", "more is checked with --key, best that of an operator"));
                return findings;
            }
            Answer models = gateway.get("/v1/models");
            Finding key = key(models);
            findings.add(key);
            if (key.level() != Finding.Level.BAD) {
                findings.add(models(models.json()));
                findings.addAll(fleet(gateway.get("/v1/fleet")));
                findings.addAll(store(gateway));
                findings.add(guard(gateway));
            }
        } catch (IOException e) {
            findings.add(Finding.bad(
                    "gateway",
                    gateway.base() + " does not answer: " + message(e),
                    "check the address, whether a gateway runs, network policies and proxies"));
        }
        return findings;
    }

    static String message(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Finding version(String base, Answer answer) {
        String api = answer.json().at("/info/version").asText();
        if (!answer.ok() || api.isEmpty()) {
            return Finding.bad(
                    "gateway",
                    base + " answers " + answer.status() + ", but not as a gateway of Darkroom",
                    "check --url: the base address, without /v1");
        }
        String says = base + ", API version " + api + ", answers in " + Text.duration(answer.took());
        return api.equals("1")
                ? Finding.fine("gateway", says)
                : Finding.warn("gateway", says, "this program supports version 1; use the one of the same version");
    }

    /** @param took duration of the call that returned the time: the time was read at some moment within it */
    static Finding clock(String theirs, Instant now, Duration took) {
        try {
            Duration apart = Duration.between(Instant.parse(theirs), now).abs().minus(took);
            String says = "the gateway's is "
                    + (apart.isPositive() ? Text.duration(apart) + " from this machine's" : "that of this machine");
            return apart.compareTo(SKEW) <= 0
                    ? Finding.fine("clock", says)
                    : Finding.warn(
                            "clock",
                            says,
                            "deadlines, links and webhook signatures depend on clocks: run NTP on both machines");
        } catch (DateTimeParseException e) {
            return Finding.warn("clock", "the gateway does not return its time", "is it of the same version?");
        }
    }

    private static Finding key(Answer models) {
        return switch (models.status()) {
            case 200 -> Finding.fine("key", "is valid");
            case 401 -> Finding.bad("key", "is unknown or revoked", "create one: ./darkroom key create");
            case 403 -> Finding.bad("key", "lacks the scope jobs", "create one that has it: ./darkroom key create");
            case 503 ->
                Finding.bad(
                        "key",
                        "cannot be checked yet: " + detail(models),
                        "the gateway is starting, or cannot read Kafka");
            default -> Finding.bad("key", "answer " + models.status() + ": " + detail(models), "see the gateway's log");
        };
    }

    private static Finding models(JsonNode models) {
        JsonNode list = models.isArray()
                ? models
                : models.path("models").isArray() ? models.path("models") : models.path("data");
        List<String> ids = new ArrayList<>();
        list.forEach(model -> ids.add(model.path("id").asText()));
        return ids.isEmpty()
                ? Finding.bad("models", "no model is known", "start a worker; it announces the models that it serves")
                : Finding.fine("models", String.join(", ", ids));
    }

    static List<Finding> fleet(Answer answer) {
        if (answer.status() == 403) {
            return List.of(Finding.warn("fleet", "this key may not see it", "use a key with the scope operator"));
        }
        if (!answer.ok()) {
            return List.of(Finding.bad(
                    "fleet",
                    "answer " + answer.status() + ": " + detail(answer),
                    "the view of workers is in Redis: is Redis reachable?"));
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonNode pool : answer.json().path("pools")) {
            findings.add(pool(pool));
        }
        return findings;
    }

    private static Finding pool(JsonNode pool) {
        int workers = pool.path("workers").asInt();
        int wanted = pool.path("wanted").asInt();
        double backlog = pool.path("backlog_seconds").asDouble();
        String says = String.format(
                Locale.ROOT,
                "pool %s: %d workers alive, %d wanted, %.1f s of work waiting, the last job starts in %.1f s",
                pool.path("pool").asText(),
                workers,
                wanted,
                backlog,
                pool.path("last_start_seconds").asDouble());
        if (workers == 0 && backlog > 0) {
            return Finding.bad("workers", says, "docs/runbooks/no-workers.md");
        }
        if (workers == 0) {
            return Finding.warn(
                    "workers", says, "none is needed now; if none ever starts: docs/runbooks/no-workers.md");
        }
        return wanted > workers
                ? Finding.warn("workers", says, "they are starting, or: docs/runbooks/workers-missing.md")
                : Finding.fine("workers", says);
    }

    /** An upload can be written and read back, and its record has a time. Retention deletes it like any other. */
    private static List<Finding> store(HttpProbe gateway) throws IOException, InterruptedException {
        Answer put = gateway.post("/v1/uploads", "image/png", PIXEL);
        Instant now = Clocks.system().instant();
        String remedy = "docs/runbooks/store-unreachable.md; bucket, credentials and endpoint of the gateway";
        if (!put.ok()) {
            return List.of(Finding.bad("store", "refuses an upload: " + put.status() + " " + detail(put), remedy));
        }
        Finding clock = clock(put.json().path("created_at").asText(), now, put.took());
        Answer got = gateway.get("/v1/uploads/" + put.json().path("id").asText());
        boolean same = got.ok() && got.json().path("sha256").equals(put.json().path("sha256"));
        String both = Text.duration(put.took().plus(got.took()));
        return List.of(
                same
                        ? Finding.fine("store", "writes and reads, " + both + " for both")
                        : Finding.bad(
                                "store",
                                "returns another upload than was written: " + got.status() + " " + detail(got),
                                remedy),
                clock);
    }

    /** A target that no tenant may name. If the gateway accepts it, it is deleted again and reported as a hole. */
    private static Finding guard(HttpProbe gateway) throws IOException, InterruptedException {
        String body = "{\"url\":\"" + FORBIDDEN + "\",\"events\":[\"job.completed\"]}";
        Answer answer =
                gateway.post("/v1/webhooks/endpoints", "application/json", body.getBytes(StandardCharsets.UTF_8));
        if (answer.ok()) {
            gateway.delete("/v1/webhooks/endpoints/" + answer.json().path("id").asText());
            return Finding.bad(
                    "webhooks",
                    "the gateway accepts " + FORBIDDEN + " as a receiver",
                    "its network is open to tenants: check DARKROOM_OUTBOUND_*");
        }
        return answer.status() == 422
                ? Finding.fine("webhooks", "receivers in private networks are refused")
                : Finding.warn(
                        "webhooks", "answer " + answer.status() + ": " + detail(answer), "see the gateway's log");
    }

    private static String detail(Answer answer) {
        String detail = answer.json().path("detail").asText();
        return Text.plain(detail.isEmpty() ? answer.json().path("code").asText() : detail);
    }
}
