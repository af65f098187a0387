package io.darkroom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.install.KafkaAcls;
import io.darkroom.install.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
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
    void theGroupsAreSetUpByTheInstaller() throws IOException {
        JsonNode job =
                Manifests.read(Manifests.FOLDER.resolve("strimzi/install.yaml")).getFirst();
        JsonNode container = job.at("/spec/template/spec/containers/0");
        assertThat(container.path("image").asText()).startsWith("darkroom/tools:");
        assertThat(container.path("args")).extracting(JsonNode::asText).containsExactly("install", "--replicas", "3");
    }

    @Test
    void everyUserHasTheRightsThatInstallLists() throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        for (JsonNode user : Manifests.read(Manifests.FOLDER.resolve("strimzi/users.yaml"))) {
            Set<String> rights = new TreeSet<>();
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                JsonNode resource = acl.path("resource");
                acl.path("operations")
                        .forEach(operation -> rights.add(right(
                                resource.path("type").asText(),
                                resource.path("patternType").asText(),
                                resource.path("name").asText(),
                                operation.asText())));
            }
            found.put(user.at("/metadata/name").asText(), rights);
        }
        Map<String, Set<String>> wanted = new HashMap<>();
        for (Role role : Role.values()) {
            Set<String> rights = new TreeSet<>();
            for (AclBinding binding : KafkaAcls.of(role)) {
                ResourcePattern pattern = binding.pattern();
                rights.add(right(
                        pattern.resourceType().name(),
                        pattern.patternType() == PatternType.PREFIXED ? "prefix" : "literal",
                        pattern.name(),
                        binding.entry().operation().name().replace("_", "")));
            }
            wanted.put(role.user(), rights);
        }
        assertThat(found).isEqualTo(wanted);
    }

    private static String right(String type, String pattern, String name, String operation) {
        return (operation + " " + pattern + " " + type).toLowerCase(Locale.ROOT) + " " + name;
    }
}
