package io.darkroom.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClientSettingsTest {
    @Test
    void theCommandNamesTheBrokersTheEnvironmentTheUserAndTheFileTheRest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), """
                bootstrap.servers=from-the-file:9092
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                group.id=not-for-all
                """);
        KafkaClientSettings settings = KafkaClientSettings.of(
                Map.of("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512", "PATH", "/bin"), file, "named:9092");
        assertThat(settings.with(Map.of("client.id", "test")))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "named:9092",
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "client.id", "test"));
    }

    @Test
    void brokersMustBeNamedSomewhere() {
        assertThatThrownBy(() -> KafkaClientSettings.of(Map.of("KAFKA_SASL_MECHANISM", "PLAIN"), null, null))
                .hasMessageContaining("bootstrap.servers");
    }
}
