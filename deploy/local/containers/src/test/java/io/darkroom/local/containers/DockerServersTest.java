package io.darkroom.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import io.darkroom.local.backends.BrokerSettings;
import io.darkroom.local.backends.ServerRuns;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.OutputFrame.OutputType;

/** What can be seen without an engine. */
class DockerServersTest {
    @Test
    void theServiceLoaderFindsThem() {
        assertThat(ServiceLoader.load(ServerRuns.class)).hasExactlyElementsOfTypes(DockerServers.class);
    }

    @Test
    void withoutThePropertyServersAreProcesses() {
        assertThat(Boolean.getBoolean(ServerRuns.PROPERTY)
                        || ServerRuns.configured().isEmpty())
                .isTrue();
    }

    @Test
    void theBrokerHasAllSettingsOfTheLocalOne() {
        Duration lock = Duration.ofSeconds(2);
        Map<String, String> environment = DockerServers.broker(31234, lock);
        BrokerSettings.ofOneNode(lock)
                .forEach((key, value) -> assertThat(environment).containsEntry(DockerServers.variable(key), value));
        assertThat(environment)
                .containsEntry("KAFKA_GROUP_SHARE_RECORD_LOCK_DURATION_MS", "2000")
                .containsEntry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:31234,INTERNAL://localhost:9094")
                .as("share groups keep their state by a call of the broker to itself, which is inside")
                .containsEntry("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL");
    }

    @Test
    void aContainerThatIsKilledEndsItsLogAndNothingElse(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("server.log");
        DockerServer server = new DockerServer(log, 31234, 9092, () -> {
            throw new IllegalStateException("no engine here");
        });
        server.write(new OutputFrame(OutputType.STDOUT, "ready\n".getBytes(StandardCharsets.UTF_8)));
        server.write(OutputFrame.END);
        assertThat(log).hasContent("ready");
    }

    /** Quarkus's BOM has an older client, with which Testcontainers says that there is no engine. */
    @Test
    void theClientIsAsNewAsTestcontainersNeedsIt() {
        assertThat(DockerClient.class.getMethods()).extracting(Method::getName).contains("imageHistoryCmd");
    }
}
