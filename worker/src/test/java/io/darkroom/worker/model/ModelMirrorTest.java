package io.darkroom.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelMirrorTest {
    @TempDir
    Path directory;

    private final Bucket bucket = new Bucket();

    /** A source in memory whose reads can be interrupted. */
    private static final class Bucket implements RemoteModels {
        final TreeMap<String, byte[]> files = new TreeMap<>();
        final List<String> reads = new ArrayList<>();
        int interruptAfter = Integer.MAX_VALUE;

        void put(String path, String text) {
            files.put(path, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public List<RemoteFile> list() {
            return files.entrySet().stream()
                    .map(file -> new RemoteFile(
                            file.getKey(), file.getValue().length, "\"" + Arrays.hashCode(file.getValue()) + "\""))
                    .toList();
        }

        @Override
        public InputStream read(RemoteFile file, long from) {
            reads.add(file.path() + "@" + from);
            byte[] all = files.get(file.path());
            return new ByteArrayInputStream(all, (int) from, Math.min(all.length - (int) from, interruptAfter));
        }

        @Override
        public void close() {}
    }

    private String text(String path) throws IOException {
        return Files.readString(directory.resolve(path));
    }

    @Test
    void copiesWhatChangedAndDeletesWhatIsGone() throws IOException {
        Files.createDirectories(directory.resolve("own"));
        Files.writeString(directory.resolve("own/model.json"), "mine");
        bucket.put("sd/unet/model.onnx", "weights");
        bucket.put("sd/model_index.json", "{}");
        ModelMirror.update(directory, bucket);
        assertThat(text("sd/unet/model.onnx")).isEqualTo("weights");
        assertThat(bucket.reads).containsExactly("sd/model_index.json@0", "sd/unet/model.onnx@0");

        ModelMirror.update(directory, bucket);
        assertThat(bucket.reads).hasSize(2);

        bucket.put("sd/unet/model.onnx", "heavier");
        bucket.files.remove("sd/model_index.json");
        ModelMirror.update(directory, bucket);
        assertThat(text("sd/unet/model.onnx")).isEqualTo("heavier");
        assertThat(directory.resolve("sd/model_index.json")).doesNotExist();
        assertThat(text("own/model.json")).isEqualTo("mine");
    }

    @Test
    void resumesAnInterruptedCopy() throws IOException {
        bucket.put("sd/unet/model.onnx", "weights");
        bucket.interruptAfter = 3;
        assertThatThrownBy(() -> ModelMirror.update(directory, bucket))
                .hasMessageContaining("was interrupted at 3 of 7");
        assertThat(directory.resolve("sd/unet/model.onnx")).doesNotExist();
        bucket.interruptAfter = 100;
        ModelMirror.update(directory, bucket);
        assertThat(text("sd/unet/model.onnx")).isEqualTo("weights");
        assertThat(bucket.reads).containsExactly("sd/unet/model.onnx@0", "sd/unet/model.onnx@3");
    }

    @Test
    void repairsADamagedCopy() throws IOException {
        bucket.put("sd/unet/model.onnx", "weights");
        ModelMirror.update(directory, bucket);
        Files.writeString(directory.resolve("sd/unet/model.onnx"), "weighty");
        ModelMirror.update(directory, bucket);
        assertThat(text("sd/unet/model.onnx")).isEqualTo("weights");
    }

    @Test
    void writesNowhereOutsideTheDirectory() throws IOException {
        Path models = directory.resolve("models");
        for (String path :
                List.of("../out/a", "sd/../../a", "/etc/a", "sd//a", "sd/a/b/c", ".mirror.json", "sd/.a", "a")) {
            bucket.put(path, "x");
        }
        ModelMirror.update(models, bucket);
        assertThat(bucket.reads).isEmpty();
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.createSymbolicLink(models.resolve("linked"), outside);
        bucket.put("linked/model.json", "x");
        assertThatThrownBy(() -> ModelMirror.update(models, bucket)).hasMessageContaining("leads out of");
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFailingSourceLeavesTheModelsInPlace() throws IOException {
        TestModels.copyTo(directory);
        bucket.put("sd/unet/model.onnx", "weights");
        bucket.interruptAfter = 3;
        ModelRepository repository = new ModelRepository(directory, () -> Optional.of(bucket));
        assertThat(repository.scan().models())
                .extracting(VerifiedModel::id)
                .containsExactly("tiny-frames", "tiny-sticker");
    }
}
