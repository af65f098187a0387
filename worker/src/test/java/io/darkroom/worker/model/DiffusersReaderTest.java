package io.darkroom.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An export that cannot be served is rejected by the scan, with a message that names the file and the problem. */
class DiffusersReaderTest {
    private static final String GOOD = "good";
    private static final String BAD = "bad";

    @TempDir
    Path directory;

    private void copy() throws IOException {
        Path source = TestModels.directory("/diffusers").resolve("tiny-sd15");
        TestModels.copy(source, directory.resolve(GOOD));
        TestModels.copy(source, directory.resolve(BAD));
    }

    private void assertRejected(String... reasons) {
        ModelRepository.Scan scan = TestModels.repository(directory).scan();
        assertThat(scan.models()).extracting(VerifiedModel::id).containsExactly(GOOD);
        assertThat(scan.rejected()).containsOnlyKeys(BAD);
        assertThat(scan.rejected().get(BAD))
                .contains("model '" + BAD + "' is not served")
                .contains(reasons);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                              | cannot be read
            []                                                             | cannot be read
            null                                                           | holds only null
            {"surprise": 1}                                                | surprise
            {"id": "Not An Id"}                                            | is not a model id
            {"styles": [null]}                                             | holds null
            {"styles": "one"}                                              | cannot be read
            {"defaults": {"steps": 0, "guidance_scale": 1}}                | defaults.steps 0
            {"defaults": {"steps": 101, "guidance_scale": 1}}              | limits.max_steps 100
            {"defaults": {"steps": 5, "guidance_scale": -1}}               | defaults.guidance_scale
            {"defaults": {"guidance_scale": 1}}                            | steps
            {"limits": {"max_steps": 0, "max_images": 1, "max_prompt_chars": 1}} | limits must be positive
            {"limits": {"max_steps": 50, "max_images": 1, "max_prompt_chars": 1, "max_side": 32}} | limits.max_side 32
            {"files": [null]}                                              | holds null
            {"files": [{"path": "unet/model.onnx", "bytes": 1}]}           | 'sha256' is missing
            {"files": [{"path": "unet/other.onnx", "sha256": "00", "bytes": 1}]} | unet/other.onnx is missing
            {"files": [{"path": "unet/model.onnx", "sha256": "00", "bytes": 1}]} | SHA-256 of unet/model.onnx
            """)
    void rejectsNotesThatAreNotUnderstood(String notes, String reason) throws IOException {
        copy();
        Files.writeString(directory.resolve(BAD).resolve("darkroom.json"), notes);
        assertRejected(reason);
        if (!reason.contains(".onnx") && !reason.contains("model id")) {
            assertRejected("darkroom.json");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            model_index.json                | "StableDiffusionPipeline" | "FluxPipeline"    | pipeline 'FluxPipeline' is not known
            model_index.json                | {                         | [                 | model_index.json cannot be read
            unet/config.json                | "in_channels": 4          | "in_channels": 8  | unet/config.json: in_channels 8 is neither 4
            unet/config.json                | "sample_size": 8          | "sample_size": null | unet/config.json has no sample_size
            unet/config.json                | "block_out_channels"      | "blocks"          | unet/config.json has no block_out_channels
            unet/config.json                | {                         | 7 {               | unet/config.json cannot be read
            vae_decoder/config.json         | "scaling_factor"          | "factor"          | vae_decoder/config.json has no scaling_factor
            vae_decoder/config.json         | "latents_mean": null      | "latents_mean": [1] | latents_mean
            scheduler/scheduler_config.json | "steps_offset": 1         | "steps_offset": 1, "rho": 7 | scheduler/scheduler_config.json: 'rho'
            scheduler/scheduler_config.json | "steps_offset": 1         | "steps_offset": "x" | scheduler/scheduler_config.json cannot be read
            """)
    void rejectsConfigurationsThatAreNotUnderstood(String file, String part, String bad, String reason)
            throws IOException {
        copy();
        Path path = directory.resolve(BAD).resolve(file);
        String before = Files.readString(path);
        String after = before.replace(part, bad);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(path, after);
        assertRejected(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "unet/config.json, unet/config.json is missing",
        "unet/model.onnx, unet/model.onnx is missing",
        "text_encoder/model.onnx, text_encoder/model.onnx is missing",
        "vae_decoder/model.onnx, vae_decoder/model.onnx is missing",
        "scheduler/scheduler_config.json, scheduler/scheduler_config.json is missing",
        "tokenizer/merges.txt, tokenizer/ has neither vocab.json and merges.txt nor tokenizer.json"
    })
    void rejectsMissingFiles(String file, String reason) throws IOException {
        copy();
        Files.delete(directory.resolve(BAD).resolve(file));
        assertRejected(reason);
    }

    @Test
    void anInpaintingNetworkNeedsTheEncoder() throws IOException {
        copy();
        Path config = directory.resolve(BAD).resolve("unet/config.json");
        Files.writeString(config, Files.readString(config).replace("\"in_channels\": 4", "\"in_channels\": 9"));
        Files.delete(directory.resolve(BAD).resolve("vae_encoder/model.onnx"));
        assertRejected("vae_encoder/model.onnx is missing", "inpaint");
    }

    @Test
    void rejectsWeightsOutsideTheNetworksFolder() throws IOException {
        Path source = TestModels.directory("/diffusers").resolve("tiny-sd15-fp16");
        TestModels.copy(source, directory.resolve(GOOD));
        TestModels.copy(source, directory.resolve(BAD));
        Files.move(
                directory.resolve(BAD).resolve("unet/model.onnx_data"),
                directory.resolve(BAD).resolve("model.onnx_data"));
        assertRejected("unet/model.onnx", "model.onnx_data");
    }
}
