package io.darkroom.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelRepositoryTest {
    private static final String MODEL = "tiny-sticker";

    @TempDir
    Path directory;

    @Test
    void findsModelsWithVerifiedFiles() {
        ModelRepository.Scan scan = TestModels.repository().scan();
        assertThat(scan.rejected()).isEmpty();
        assertThat(scan.models()).extracting(VerifiedModel::id).containsExactly("tiny-frames", MODEL);
        assertThat(scan.models().getFirst().digest()).matches("[0-9a-f]{64}");
    }

    /** The folder of the moderation classifier is not a model, so it is ignored. */
    @Test
    void findsTheShippedModels() {
        ModelRepository.Scan scan = TestModels.repository(Path.of("models")).scan();
        assertThat(scan.rejected()).isEmpty();
        assertThat(scan.models()).extracting(VerifiedModel::id).contains("frames", "sticker");
    }

    @Test
    void aMissingDirectoryHoldsNoModels() {
        ModelRepository.Scan scan =
                TestModels.repository(directory.resolve("none")).scan();
        assertThat(scan.models()).isEmpty();
    }

    static Stream<Arguments> badManifests() {
        return Stream.of(
                Arguments.of("\"schema\": 1", "\"schema\": 2", "schema 2 is not known"),
                Arguments.of("\"schema\": 1", "\"schema\": 1, \"surprise\": 2", "surprise"),
                Arguments.of("\"version\": \"0.0.0\",", "", "'version' is missing"),
                Arguments.of("\"path\": \"denoiser.onnx\"", "\"path\": \"../tiny-frames/denoiser.onnx\"", "bare"),
                Arguments.of("\"path\": \"denoiser.onnx\"", "\"path\": \"missing.onnx\"", "missing.onnx is missing"),
                Arguments.of("\"id\": \"tiny-sticker\"", "\"id\": \"tiny-stickers\"", "not named as the id"),
                Arguments.of("\"bytes\": 301", "\"bytes\": 302", "has 301 bytes, the manifest says 302"),
                Arguments.of("pixel-diffusion", "latent-diffusion", "architecture"),
                Arguments.of("v_prediction", "magic", "prediction_type 'magic' is not known"),
                Arguments.of("\"steps_offset\": 0", "\"steps_offset\": 1000", "steps_offset must be"),
                Arguments.of(
                        "\"steps_offset\": 0",
                        "\"steps_offset\": 0, \"final_sigmas_type\": \"some\"",
                        "final_sigmas_type 'some'"),
                Arguments.of("\"steps_offset\": 0", "\"steps_offset\": 0, \"shift\": 0", "shift must be positive"),
                Arguments.of("\"factor\": 4", "\"factor\": 3", "upscaler's factor 3"),
                Arguments.of("\"channels\": 4", "\"channels\": 5", "an image of this model has 4 channels"),
                Arguments.of("\"height\": 16", "\"height\": 100000000", "at most"),
                Arguments.of("\"steps\": 6", "\"steps\": 600", "defaults.steps 600"),
                Arguments.of("image.generate", "image.paint", "image.paint"),
                Arguments.of("image.generate\"", "image.denoise\"", "image.denoise needs 'restorer'"),
                Arguments.of("\"styles\": [", "\"styles\": [null, ", "holds null"),
                Arguments.of("\"files\": [", "\"files\": [null, ", "holds null"),
                Arguments.of("{\n  \"schema\"", "[\n  \"schema\"", "model.json cannot be read"));
    }

    @ParameterizedTest
    @MethodSource("badManifests")
    void rejectsAManifestThatIsNotUnderstoodAndServesTheOthers(String part, String bad, String reason)
            throws IOException {
        TestModels.copyTo(directory);
        TestModels.edit(directory.resolve(MODEL), text -> text.replace(part, bad));
        assertRejected(reason);
    }

    @Test
    void rejectsAChangedFile() throws IOException {
        TestModels.copyTo(directory);
        Path file = directory.resolve(MODEL).resolve("denoiser.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertRejected("SHA-256 of denoiser.onnx");
    }

    @Test
    void followsNoLinks() throws IOException {
        TestModels.copyTo(directory);
        Path file = directory.resolve(MODEL).resolve("denoiser.onnx");
        Path elsewhere = directory.resolve("elsewhere.onnx");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertRejected("not a regular file");
    }

    private void assertRejected(String reason) {
        ModelRepository.Scan scan = TestModels.repository(directory).scan();
        assertThat(scan.models()).extracting(VerifiedModel::id).containsExactly("tiny-frames");
        assertThat(scan.rejected()).containsOnlyKeys(MODEL);
        assertThat(scan.rejected().get(MODEL)).contains(MODEL).contains(reason);
    }
}
