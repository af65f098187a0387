package io.darkroom.cli.doctor;

import io.darkroom.contracts.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/** The required properties of a topic. */
final class KafkaTopicRules {
    private KafkaTopicRules() {}

    static List<Finding> of(Topics.Spec spec, TopicDescription topic, Config config, int brokers) {
        List<Finding> findings = new ArrayList<>();
        int partitions = topic.partitions().size();
        if (partitions != spec.partitions()) {
            findings.add(
                    spec.name().startsWith("darkroom.jobs.") || spec.partitions() == 1
                            ? Finding.bad(
                                    "topics",
                                    spec.name() + " has " + partitions + " partitions instead of " + spec.partitions(),
                                    "order is lost there; lanes grow by cells, not by partitions")
                            : Finding.warn(
                                    "topics",
                                    spec.name() + " has " + partitions + " partitions instead of " + spec.partitions(),
                                    "never change it while jobs run: a job's events must stay in one partition"));
        }
        boolean compact = "compact".equals(spec.config().get("cleanup.policy"));
        String policy = KafkaChecks.value(config, "cleanup.policy", "delete");
        if (compact != policy.equals("compact")) {
            findings.add(Finding.bad(
                    "topics",
                    spec.name() + " has cleanup.policy=" + policy,
                    compact ? "keys, models or endpoints would be lost: set it to compact" : "set it to delete"));
        }
        int fewest = topic.partitions().stream()
                .mapToInt(part -> part.replicas().size())
                .min()
                .orElse(0);
        int inSync = Integer.parseInt(KafkaChecks.value(config, "min.insync.replicas", "1"));
        if (brokers >= 3 && (fewest < 3 || inSync < 2)) {
            findings.add(Finding.warn(
                    "topics",
                    spec.name() + " has " + fewest + " replicas, min.insync.replicas " + inSync,
                    "with three brokers set 3 and 2, so that accepted jobs survive the loss of one"));
        }
        boolean behind = topic.partitions().stream()
                .anyMatch(part -> part.isr().size() < part.replicas().size() || part.leader() == null);
        if (behind) {
            findings.add(Finding.warn(
                    "topics",
                    spec.name() + " has replicas that are not in sync",
                    "docs/runbooks/kafka-unreachable.md"));
        }
        return findings;
    }
}
