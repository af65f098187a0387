package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Networks that do not match their model's configuration are found when it is loaded; the worker serves its other models. */
@Timeout(120)
class WarmUpCheckTest {
    @TempDir
    Path directory;

    private void assertRejected(String model, String... reasons) {
        Engine engine = new Engine(
                new OrtRuntime(Provider.CPU, 2, false), Map.of(), TestModels.repository(directory), System::nanoTime);
        try {
            assertThat(engine.rejected()).containsOnlyKeys(model);
            assertThat(engine.rejected().get(model))
                    .contains("model '" + model + "' is not served")
                    .contains(reasons);
            assertThat(engine.announced()).hasSize(1);
        } finally {
            engine.close();
        }
    }

    private void rejectsSticker(UnaryOperator<String> edit, String... reasons) throws IOException {
        TestModels.copyTo(directory);
        TestModels.edit(directory.resolve("tiny-sticker"), edit);
        assertRejected("tiny-sticker", reasons);
    }

    @Test
    void anUpscalerOfOneSizeCannotEnlargeImagesOfAnySize() throws IOException {
        rejectsSticker(
                text -> text.replace("\"image.generate\"", "\"image.generate\", \"image.upscale\""),
                "upscaler.onnx takes images of one size only",
                "image.upscale");
    }

    @Test
    void anUpscalerOfAnotherFactor() throws IOException {
        rejectsSticker(
                text -> text.replace("\"factor\": 4", "\"factor\": 2")
                        .replace("\"width\": 64", "\"width\": 32")
                        .replace("\"height\": 64", "\"height\": 32"),
                "by 2 with upscaler.onnx failed");
    }

    @Test
    void aFileThatIsNotListed() throws IOException {
        rejectsSticker(
                text -> text.replace("\"file\": \"upscaler.onnx\"", "\"file\": \"other.onnx\""),
                "'other.onnx', which its files do not list");
    }

    @Test
    void aFileThatIsNotANetwork() throws IOException {
        TestModels.copyTo(directory);
        Path file = directory.resolve("tiny-sticker").resolve("upscaler.onnx");
        String before = sha256(file);
        long bytes = Files.size(file);
        Files.writeString(file, "no network");
        String after = sha256(file);
        TestModels.edit(
                directory.resolve("tiny-sticker"),
                text -> text.replace(before, after).replace("\"bytes\": " + bytes, "\"bytes\": 10"));
        assertRejected("tiny-sticker", "cannot open upscaler.onnx");
    }

    private void copyTwo() throws IOException {
        Path source = TestModels.directory("/diffusers").resolve("tiny-sd15");
        TestModels.copy(source, directory.resolve("good"));
        TestModels.copy(source, directory.resolve("bad"));
    }

    private void rejects(String file, String part, String bad, String... reasons) throws IOException {
        copyTwo();
        Path path = directory.resolve("bad").resolve(file);
        String before = Files.readString(path);
        String after = before.replaceFirst(part, bad);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(path, after);
        assertRejected("bad", reasons);
    }

    @Test
    void aDecoderWithAnotherFactor() throws IOException {
        rejects(
                "vae_decoder/config.json",
                "(\"block_out_channels\": \\[\\s*)8,",
                "$1",
                "vae_decoder/model.onnx returned 49152 values",
                "config.json belongs to another network");
    }

    @Test
    void aFileThatIsNotAVocabulary() throws IOException {
        rejects("tokenizer/vocab.json", "^\\{", "[", "tokenizer");
    }

    @Test
    void anEncoderThatIsTheDecoder() throws IOException {
        copyTwo();
        Files.copy(
                directory.resolve("bad/vae_decoder/model.onnx"),
                directory.resolve("bad/vae_encoder/model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        assertRejected("bad", "vae_encoder/model.onnx");
    }

    @Test
    void aDenoiserThatIsNotANetwork() throws IOException {
        copyTwo();
        Files.writeString(directory.resolve("bad/unet/model.onnx"), "no network");
        assertRejected("bad", "unet/model.onnx");
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
