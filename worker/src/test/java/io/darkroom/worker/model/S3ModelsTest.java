package io.darkroom.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.platform.store.StoreCredentials;
import io.darkroom.platform.store.StoreSettings;
import io.darkroom.rules.UsesServers;
import io.darkroom.worker.model.RemoteModels.RemoteFile;
import io.darkroom.worker.stack.Stack;
import io.darkroom.worker.stack.StackExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@UsesServers
@ExtendWith(StackExtension.class)
class S3ModelsTest {
    private final Stack stack;

    S3ModelsTest(Stack stack) {
        this.stack = stack;
    }

    private record Config(Optional<String> source, StoreSettings store) implements MirrorConfig {
        @Override
        public Optional<String> endpoint() {
            return Optional.of(store.endpoint());
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of(keys().accessKey());
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of(keys().secretKey());
        }

        private StoreCredentials.Keys keys() {
            return (StoreCredentials.Keys) store.credentials();
        }

        @Override
        public Optional<String> sessionToken() {
            return Optional.empty();
        }

        @Override
        public StoreCredentials.Source credentials() {
            return StoreCredentials.Source.KEYS;
        }

        @Override
        public StoreSettings.Addressing addressing() {
            return StoreSettings.Addressing.PATH;
        }

        @Override
        public Optional<Path> ca() {
            return Optional.empty();
        }

        @Override
        public String region() {
            return store.region();
        }

        @Override
        public Duration silence() {
            return Duration.ofSeconds(10);
        }
    }

    private void put(String key, String text) {
        stack.store().put(key, text.getBytes(StandardCharsets.UTF_8), "application/octet-stream");
    }

    @Test
    void copiesModelsFromABucket(@TempDir Path directory) throws IOException {
        put("models-test/sd/unet/model.onnx", "weights");
        put("models-test/sd/model_index.json", "{}");
        String source = "s3://" + stack.storeSettings().bucket() + "/models-test";
        Config config = new Config(Optional.of(source), stack.storeSettings());
        try (S3Models models = new S3Models(config, source)) {
            assertThat(models.list())
                    .extracting(RemoteFile::path)
                    .containsExactlyInAnyOrder("sd/unet/model.onnx", "sd/model_index.json");
            RemoteFile weights = models.list().stream()
                    .filter(file -> file.path().endsWith(".onnx"))
                    .findFirst()
                    .orElseThrow();
            assertThat(weights.bytes()).isEqualTo(7);
            try (InputStream rest = models.read(weights, 3)) {
                assertThat(new String(rest.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("ghts");
            }
            ModelMirror.update(directory, models);
            assertThat(Files.readString(directory.resolve("sd/unet/model.onnx")))
                    .isEqualTo("weights");
            put("models-test/sd/unet/model.onnx", "changed");
            assertThatThrownBy(() -> models.read(weights, 0).close()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void rejectsASourceThatIsNotABucket() {
        Config config = new Config(Optional.empty(), stack.storeSettings());
        assertThatThrownBy(() -> new S3Models(config, "/a/folder")).hasMessageContaining("s3://bucket/prefix");
    }
}
