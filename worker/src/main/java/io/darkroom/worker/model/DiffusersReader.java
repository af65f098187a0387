package io.darkroom.worker.model;

import static io.darkroom.worker.model.ManifestReader.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.worker.model.DiffusersLayout.Encoder;
import io.darkroom.worker.model.DiffusersLayout.Family;
import io.darkroom.worker.model.DiffusersLayout.Vae;
import io.darkroom.worker.model.DiffusersNotes.Defaults;
import io.darkroom.worker.model.DiffusersNotes.Limits;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads a Diffusers layout as Optimum exports it: {@code model_index.json} and the configuration files of its parts. */
final class DiffusersReader {
    static final String FILE = "model_index.json";
    static final String NOTES = "darkroom.json";

    private static final int T5_TOKENS = 256;
    private static final int CLIP_TOKENS = 77;
    private static final Defaults DEFAULTS = new Defaults(25, 7.5);
    private static final Limits LIMITS = new Limits(100, 8, 1000, null);

    private final String model;
    private final Path folder;
    private final JsonNode index;
    private final DiffusersNotes notes;

    private DiffusersReader(Path folder) throws IOException {
        this.folder = folder;
        this.model = String.valueOf(folder.getFileName());
        this.index = json(FILE);
        this.notes = Files.exists(folder.resolve(NOTES))
                ? ManifestReader.strictly(
                        model, NOTES, ManifestReader.bytes(model, folder, NOTES), DiffusersNotes.class)
                : DiffusersNotes.NONE;
    }

    /** @throws ModelRejectedException if it cannot be served, or its files do not have the listed digests */
    static DiffusersFolder read(Path folder) {
        String name = String.valueOf(folder.getFileName());
        try {
            DiffusersReader reader = new DiffusersReader(folder);
            DiffusersLayout layout = reader.layout();
            return DiffusersFiles.verify(folder, layout, reader.notes.files());
        } catch (IOException e) {
            throw new ModelRejectedException(name, "its files cannot be read: " + e.getMessage(), e);
        }
    }

    private JsonNode json(String file) throws IOException {
        return ManifestReader.loosely(model, file, ManifestReader.bytes(model, folder, file));
    }

    private DiffusersLayout layout() throws IOException {
        Family family = family();
        notes.check(model, LIMITS, DEFAULTS);
        String id = Objects.requireNonNullElse(notes.id(), model);
        ManifestReader.requireId(model, id);
        boolean transformer = family == Family.STABLE_DIFFUSION_3;
        String part = transformer ? "transformer" : "unet";
        JsonNode denoiser = json(part + "/config.json");
        Vae vae = vae();
        int patch = transformer ? denoiser.path("patch_size").asInt(2) : halvings(denoiser, part);
        int channels = positive(denoiser, part, "in_channels");
        requireChannels(part, channels, vae.channels());
        int latents = positive(denoiser, part, "sample_size");
        Integer maxSide = notes.limits() == null ? null : notes.limits().maxSide();
        require(
                model,
                maxSide == null || maxSide >= latents * vae.factor(),
                NOTES + ": limits.max_side " + maxSide + " is less than the model's own " + latents * vae.factor());
        int width = denoiser.path(transformer ? "joint_attention_dim" : "cross_attention_dim")
                .asInt();
        require(model, width > 0, part + "/config.json has no single text width");
        List<Encoder> encoders = encoders(family);
        SchedulerSettings scheduler = SchedulerFile.read(model, json(SchedulerFile.FILE));
        SchedulerChecks.check(model, scheduler);
        return new DiffusersLayout(
                card(id, family),
                new DiffusersLayout.Denoiser(
                        part + "/model.onnx", channels, latents, patch, width, pooledWidth(family, denoiser)),
                vae,
                new DiffusersLayout.TextConditioning(
                        family,
                        encoders,
                        index.path("force_zeros_for_empty_prompt").asBoolean(family == Family.STABLE_DIFFUSION_XL)),
                scheduler,
                Objects.requireNonNullElse(notes.defaults(), DEFAULTS),
                Objects.requireNonNullElse(notes.limits(), LIMITS));
    }

    private DiffusersLayout.Card card(String id, Family family) {
        return new DiffusersLayout.Card(
                id,
                Objects.requireNonNullElse(notes.version(), "0"),
                Objects.requireNonNullElse(notes.name(), id),
                Objects.requireNonNullElse(notes.description(), "A " + family.pipeline() + " exported to ONNX."),
                Objects.requireNonNullElse(notes.license(), "not stated"),
                Objects.requireNonNullElse(notes.styles(), List.of()));
    }

    /** The factor by which a network's blocks reduce a side; each but the last one halves it. */
    private int halvings(JsonNode config, String part) {
        int blocks = config.path("block_out_channels").size();
        require(model, blocks > 0 && blocks < 8, part + "/config.json has no block_out_channels");
        return 1 << (blocks - 1);
    }

    /** Latents alone, or latents, a mask and the latents of the masked image. */
    private void requireChannels(String part, int channels, int latents) {
        require(
                model,
                channels == latents || channels == 2 * latents + 1,
                part + "/config.json: in_channels " + channels + " is neither " + latents
                        + ", the latents of the autoencoder," + " nor " + (2 * latents + 1)
                        + ", as of a model that was trained to inpaint");
    }

    private Family family() {
        String pipeline = index.path("_class_name").asText();
        // A pipeline that starts from an image has the same networks.
        String plain =
                pipeline.replaceFirst("(Img2Img|Inpaint)Pipeline$", "Pipeline").replaceFirst("^ORT", "");
        return Arrays.stream(Family.values())
                .filter(family -> family.pipeline().equals(plain))
                .findFirst()
                .orElseThrow(() -> new ModelRejectedException(
                        model,
                        "pipeline '" + pipeline + "' is not known; there are "
                                + Arrays.stream(Family.values())
                                        .map(Family::pipeline)
                                        .collect(Collectors.joining(", "))));
    }

    private Vae vae() throws IOException {
        String file = "vae_decoder/config.json";
        JsonNode config = json(file);
        require(
                model,
                config.path("latents_mean").isEmpty()
                        && config.path("latents_std").isEmpty(),
                file + ": latents_mean and latents_std are not supported");
        double scaling = config.path("scaling_factor").asDouble();
        require(model, scaling > 0, file + " has no scaling_factor");
        return new Vae(
                positive(config, "vae_decoder", "latent_channels"),
                halvings(config, "vae_decoder"),
                scaling,
                config.path("shift_factor").asDouble(0));
    }

    private List<Encoder> encoders(Family family) throws IOException {
        List<Encoder> encoders = new ArrayList<>();
        int wanted = switch (family) {
            case STABLE_DIFFUSION -> 1;
            case STABLE_DIFFUSION_XL -> 2;
            case STABLE_DIFFUSION_3 -> 3;
        };
        for (int i = 1; i <= wanted; i++) {
            String suffix = i == 1 ? "" : "_" + i;
            String folderName = "text_encoder" + suffix;
            boolean third = i == 3;
            if (third && !Files.exists(folder.resolve(folderName))) {
                // Optional: the model was trained to work without it, and it is the largest part.
                continue;
            }
            int limit = json(folderName + "/config.json")
                    .path("max_position_embeddings")
                    .asInt(CLIP_TOKENS);
            encoders.add(new Encoder(
                    third ? Encoder.Kind.T5 : Encoder.Kind.CLIP,
                    folderName,
                    "tokenizer" + suffix,
                    third ? T5_TOKENS : limit));
        }
        return encoders;
    }

    private int pooledWidth(Family family, JsonNode denoiser) throws IOException {
        return switch (family) {
            case STABLE_DIFFUSION -> 0;
            case STABLE_DIFFUSION_XL ->
                positive(json("text_encoder_2/config.json"), "text_encoder_2", "projection_dim");
            case STABLE_DIFFUSION_3 -> positive(denoiser, "transformer", "pooled_projection_dim");
        };
    }

    private int positive(JsonNode config, String part, String field) {
        int value = config.path(field).asInt();
        require(model, value > 0, part + "/config.json has no " + field);
        return value;
    }
}
