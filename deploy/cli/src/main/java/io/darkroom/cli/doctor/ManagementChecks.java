package io.darkroom.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.doctor.HttpProbe.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks of one gateway's management port. */
final class ManagementChecks {
    private ManagementChecks() {}

    static List<Finding> all(HttpProbe probe) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            // Liveness too: only there a channel shows that is closed for good.
            findings.add(health(probe.get("/q/health")));
            findings.addAll(metrics(probe.get("/q/metrics")));
        } catch (IOException e) {
            findings.add(Finding.bad(
                    "health",
                    probe.base() + " does not answer: " + EdgeChecks.message(e),
                    "check --management: port 9000 of a gateway, which is not for clients"));
        }
        return findings;
    }

    static Finding health(Answer answer) {
        List<String> down = new ArrayList<>();
        int checks = 0;
        for (JsonNode check : answer.json().path("checks")) {
            checks++;
            if (!check.path("status").asText().equals("UP")) {
                down.add(check.path("name").asText() + check.path("data"));
            }
        }
        if (answer.status() == 200 && checks > 0) {
            return Finding.fine("health", "ready and alive, " + checks + " checks");
        }
        return Finding.bad(
                "health",
                "answer " + answer.status() + ", down: " + String.join(", ", down),
                "the log of that gateway; docs/runbooks/gateway-gone.md");
    }

    /** What is wrong now, by the metrics that the alerts use. */
    static List<Finding> metrics(Answer answer) {
        Map<String, Double> sums = new TreeMap<>();
        answer.body().lines().filter(line -> line.startsWith("darkroom_")).forEach(line -> {
            // An exemplar may follow the value.
            String sample = line.replaceFirst(" # .*", "");
            int value = sample.lastIndexOf(' ');
            String name = sample.substring(0, value).replaceFirst("\\{.*", "");
            sums.merge(name, number(sample.substring(value + 1)), Double::sum);
        });
        if (sums.isEmpty()) {
            return List.of(
                    Finding.bad("metrics", "answer " + answer.status() + ", none of Darkroom's", "check --management"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("metrics", sums.size() + " series of Darkroom's own"));
        double behind = sums.getOrDefault("darkroom_projection_delay_seconds", 0.0);
        findings.add(
                behind < 30
                        ? Finding.fine("views", "up to date with the log")
                        : Finding.bad("views", (long) behind + " s behind the log", "docs/runbooks/views-lag.md"));
        double waiting = sums.getOrDefault("darkroom_webhooks_waiting", 0.0);
        findings.add(
                waiting < 1000
                        ? Finding.fine("deliveries", (long) waiting + " waiting")
                        : Finding.warn("deliveries", (long) waiting + " waiting", "docs/runbooks/webhooks-wait.md"));
        return findings;
    }

    private static double number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
