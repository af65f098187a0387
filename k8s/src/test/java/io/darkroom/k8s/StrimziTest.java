package io.darkroom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Topics and groups of the example are those of the code. */
class StrimziTest {
    @Test
    void everyTopicIsThereAsTheCodeWantsIt() throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        for (JsonNode topic : Manifests.read(Manifests.FOLDER.resolve("strimzi/topics.yaml"))) {
            found.put(topic.at("/spec/topicName").asText(), topic.path("spec"));
        }
        for (Topics.Spec wanted : Topics.all(1)) {
            JsonNode spec = found.remove(wanted.name());
            assertThat(spec).as(wanted.name()).isNotNull();
            assertThat(spec.path("partitions").asInt()).as(wanted.name()).isEqualTo(wanted.partitions());
            wanted.config()
                    .forEach((key, value) -> assertThat(
                                    spec.path("config").path(key).asText())
                            .as(wanted.name() + " " + key)
                            .isEqualTo(value));
            assertThat(spec.path("replicas").asInt()).isEqualTo(3);
            assertThat(spec.at("/config").path("min.insync.replicas").asInt()).isEqualTo(2);
        }
        assertThat(found).as("topics that the code does not know").isEmpty();
    }

    @Test
    void everyLanesGroupIsSetUp() throws IOException {
        String job = Files.readString(Manifests.FOLDER.resolve("strimzi/share-groups.yaml"));
        for (Lane lane : Lane.values()) {
            assertThat(job).contains(" " + lane.wireName());
            assertThat(Topics.workers(lane)).isEqualTo("darkroom.workers." + lane.wireName());
        }
    }
}
