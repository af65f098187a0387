package io.darkroom.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.quota.TenantQuota;
import io.darkroom.contracts.sample.Messages;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compatibility of versions that run side by side. This version reads messages of older ones without loss; older
 * versions read messages of newer ones, so additional fields must not cause errors.
 */
class CompatTest {
    private static final Path COMPAT = Path.of("src/test/resources/compat");
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final Map<String, Class<?>> TYPES = types();

    private static Map<String, Class<?>> types() {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        types.put("api-key-record", ApiKeyRecord.class);
        types.put("dead-letter", DeadLetter.class);
        types.put("delivery", Delivery.class);
        types.put("hold-mark", HoldMark.class);
        types.put("job-event", JobEvent.class);
        types.put("job-request", JobRequest.class);
        types.put("model-info", ModelInfo.class);
        types.put("outcome", Outcome.class);
        types.put("tenant-quota", TenantQuota.class);
        types.put("webhook-endpoint", WebhookEndpoint.class);
        types.put("worker-status", WorkerStatus.class);
        return types;
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(COMPAT)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatAnOldVersionWroteIsReadWithoutLoss(Path sample) throws IOException {
        JsonNode written = PLAIN.readTree(sample.toFile());
        JsonNode read = PLAIN.readTree(Json.encode(Json.decode(Files.readAllBytes(sample), type(sample))));
        assertHolds(read, written, sample.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatANewerVersionAddsToItDoesNotDisturb(Path sample) throws IOException {
        JsonNode written = PLAIN.readTree(sample.toFile());
        JsonNode more = written.deepCopy();
        ((ObjectNode) more)
                .put("x_of_tomorrow", "new")
                .putObject("y_of_tomorrow")
                .put("z", 1);
        JsonNode read = PLAIN.readTree(Json.encode(Json.decode(PLAIN.writeValueAsBytes(more), type(sample))));
        assertHolds(read, written, sample.getFileName().toString());
        assertThat(read.has("x_of_tomorrow")).isFalse();
    }

    @Test
    void theNewestFolderHasAllThatIsSentToday() throws IOException {
        try (Stream<Path> versions = Files.list(COMPAT)) {
            Path newest =
                    versions.filter(Files::isDirectory).max(Path::compareTo).orElseThrow();
            Set<String> there;
            try (Stream<Path> files = Files.walk(newest)) {
                there = files.filter(Files::isRegularFile)
                        .map(file -> newest.relativize(file).toString().replaceFirst("\\.json$", ""))
                        .collect(Collectors.toSet());
            }
            assertThat(there)
                    .as(
                            "copy new goldens to compat/%s while that version is not released, else to a new folder",
                            newest.getFileName())
                    .containsAll(
                            Messages.all().stream().map(Messages.Sample::name).toList());
        }
    }

    private static Class<?> type(Path sample) {
        String name = COMPAT.resolve(COMPAT.relativize(sample).getName(0))
                .relativize(sample)
                .toString();
        return TYPES.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no type for " + sample))
                .getValue();
    }

    /** All fields of the old message are present, with the same values. */
    private static void assertHolds(JsonNode read, JsonNode written, String where) {
        if (written.isObject()) {
            written.fields().forEachRemaining(field -> {
                assertThat(read.has(field.getKey()))
                        .as("%s keeps %s", where, field.getKey())
                        .isTrue();
                assertHolds(read.path(field.getKey()), field.getValue(), where + "/" + field.getKey());
            });
        } else if (written.isArray()) {
            assertThat(read.size()).as(where).isEqualTo(written.size());
            for (int i = 0; i < written.size(); i++) {
                assertHolds(read.path(i), written.path(i), where + "/" + i);
            }
        } else {
            assertThat(read).as(where).isEqualTo(written);
        }
    }
}
