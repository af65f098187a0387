package io.darkroom.worker.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.darkroom.contracts.job.JobKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code model.json}: what a model folder contains and how the model is run. Unknown fields are rejected, because one that is not
 * understood may change the arithmetic.
 *
 * @param id also the name of the folder
 * @param architecture {@code pixel-diffusion}: the denoiser works on pixels, an upscaler enlarges them
 * @param files every file that may be opened; other files in the folder are ignored
 * @param textEncoder null for a model that takes no prompt
 * @param upscaler null: the denoiser's pixels are the output
 * @param restorer null: the model does not denoise images
 * @param video null for an image model
 * @param styles phrases that were part of the captions, {@code <prompt>, <style> style}
 */
public record ModelManifest(
        int schema,
        String id,
        String version,
        String name,
        String description,
        String license,
        String architecture,
        List<JobKind> kinds,
        List<ModelFile> files,
        @Nullable TextEncoder textEncoder,
        Denoiser denoiser,
        SchedulerSettings scheduler,
        @Nullable Upscaler upscaler,
        @Nullable Restorer restorer,
        @Nullable Video video,
        Output output,
        List<String> styles,
        Defaults defaults,
        Limits limits) {

    public static final int SCHEMA = 1;

    public ModelManifest {
        requireAll("id", id, "version", version, "name", name, "description", description, "license", license);
        requireAll("architecture", architecture, "denoiser", denoiser, "scheduler", scheduler);
        requireAll("output", output, "defaults", defaults, "limits", limits);
        kinds = copy(kinds);
        files = copy(files);
        styles = copy(styles);
    }

    /** Takes names and values alternately. Jackson leaves absent fields null, whatever their type. */
    private static void requireAll(@Nullable Object... named) {
        for (int i = 0; i < named.length; i += 2) {
            if (named[i + 1] == null) {
                throw new IllegalArgumentException("'" + named[i] + "' is missing");
            }
        }
    }

    /** Absent lists arrive as null, which is allowed; a list that contains null is not. */
    static void requireNoNulls(@Nullable List<?>... lists) {
        for (List<?> list : lists) {
            if (list != null && list.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a list holds null");
            }
        }
    }

    /** An absent list arrives as null. */
    private static <T> List<T> copy(@Nullable List<T> list) {
        requireNoNulls(list);
        return list == null ? List.of() : List.copyOf(list);
    }

    /**
     * @param path bare file name in the model's folder
     * @param sha256 lower-case hex
     * @param bytes size
     */
    public record ModelFile(String path, String sha256, long bytes) {
        public ModelFile {
            requireAll("path", path, "sha256", sha256);
        }
    }

    /**
     * @param name {@code all-minilm-l6-v2}, the encoder that is shipped with the worker
     * @param maxTokens prompts are truncated or padded to this many tokens
     */
    public record TextEncoder(String name, int maxTokens) {
        public TextEncoder {
            requireAll("name", name);
        }
    }

    public record Denoiser(String file, Sample sample) {
        public Denoiser {
            requireAll("file", file, "sample", sample);
        }
    }

    /** Shape of one denoised sample, {@code [channels, height, width]}, values -1 to 1. */
    public record Sample(int channels, int height, int width) {
        public int size() {
            return channels * height * width;
        }

        public int pixels() {
            return height * width;
        }
    }

    /** {@code [channels, h, w] → [channels, factor·h, factor·w]}. */
    public record Upscaler(String file, int factor) {
        public Upscaler {
            requireAll("file", file);
        }
    }

    /** {@code picture [b,3,h,w], sigma [b,1,h,w] → restored [b,3,h,w]}, all 0 to 1, any h and w. */
    public record Restorer(String file) {
        public Restorer {
            requireAll("file", file);
        }
    }

    /**
     * @param contextFrames frames that the denoiser takes as context
     * @param futureFrames frames in one sample, frame by frame, each with its channels
     * @param channels of one frame, 3
     * @param fps frames per second of the training clips
     */
    public record Video(int contextFrames, int futureFrames, int channels, double fps) {}

    /**
     * @param alpha {@code premultiplied}: four channels, colour times opacity; {@code none}: three channels
     */
    public record Output(int width, int height, String alpha) {
        public Output {
            requireAll("alpha", alpha);
        }

        /** Channels of an image: 4 with transparency, otherwise 3. */
        public int channels() {
            return alpha.equals("none") ? 3 : 4;
        }
    }

    /** @param fps null for image models */
    public record Defaults(
            int steps, double guidanceScale, @Nullable Double fps) {}

    /**
     * @param maxFrames predicted frames of one future; absent for image models
     * @param maxFutures futures of one job; absent: {@code maxImages}
     */
    public record Limits(
            int maxSteps,
            int maxImages,
            int maxPromptChars,
            @Nullable Integer maxFrames,
            @Nullable Integer maxFutures) {}

    /**
     * The noise schedule, named as in a diffusers {@code scheduler_config.json}; what may be null has diffusers' default.
     *
     * @param className scheduler class of diffusers; decides the model's default scheduler
     * @param betaSchedule {@code linear}, {@code scaled_linear} or {@code squaredcos_cap_v2}; ignored for flow models
     * @param predictionType {@code epsilon}, {@code v_prediction}, {@code sample}, or {@code flow} for rectified flow
     * @param timestepSpacing {@code leading}, {@code trailing} or {@code linspace}
     * @param setAlphaToOne whether DDIM and PNDM end at a clean image, or at training timestep 0
     * @param stepsOffset added to the timesteps of {@code leading}
     * @param useClippedModelOutput true: the noise of a step is computed again from the clipped clean image, in every
     *     scheduler; absent or false: diffusers' default, where DDIM and LCM clip and the others do not. In diffusers it is not a
     *     field of the file but an argument of the DDIM step. Images with large saturated areas, such as stickers on a
     *     transparent background, need it: otherwise the clipped parts add up
     * @param finalSigmasType where Euler, DPM-Solver++ and UniPC end: {@code zero} (default) or {@code sigma_min}
     * @param useKarrasSigmas whether Euler and UniPC use Karras' spacing; DPM-Solver++ has a scheduler name for each spacing
     * @param skipPrkSteps false: {@code pndm} is not offered, since it is implemented without the initial Runge-Kutta steps
     * @param originalInferenceSteps of LCM's training; default 50
     * @param timestepScaling of LCM's boundary condition; default 10
     * @param shift of flow models' timesteps; default 1
     */
    public record SchedulerSettings(
            @JsonProperty("_class_name") String className,
            int numTrainTimesteps,
            String betaSchedule,
            double betaStart,
            double betaEnd,
            String predictionType,
            String timestepSpacing,
            boolean clipSample,
            double clipSampleRange,
            boolean setAlphaToOne,
            int stepsOffset,
            boolean rescaleBetasZeroSnr,
            @Nullable Boolean useClippedModelOutput,
            @Nullable String finalSigmasType,
            @Nullable Boolean useKarrasSigmas,
            @Nullable Boolean skipPrkSteps,
            @Nullable Integer originalInferenceSteps,
            @Nullable Double timestepScaling,
            @Nullable Double shift) {
        public SchedulerSettings {
            requireAll("beta_schedule", betaSchedule, "prediction_type", predictionType);
            requireAll("_class_name", className, "timestep_spacing", timestepSpacing);
        }
    }
}
