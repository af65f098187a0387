package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The typed input of a job, complete: every default is resolved and the seed is drawn. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobInput.GenerateImage.class, name = "image.generate"),
    @JsonSubTypes.Type(value = JobInput.PredictVideo.class, name = "video.predict")
})
public sealed interface JobInput {

    @JsonIgnore
    JobKind kind();

    /** How many results are asked for; each is an item with an index from 0. */
    @JsonIgnore
    int items();

    /** Denoising steps of one item (of one block of frames, for video). */
    int steps();

    long seed();

    /** Item {@code i} runs with {@code seed + i}, so that one of a grid can be asked for again alone. */
    default long seedOf(int item) {
        return seed() + item;
    }

    /** Objects that the job reads. */
    @JsonIgnore
    List<MediaRef> media();

    /**
     * Text to image.
     *
     * @param negativePrompt what to steer away from; null: the empty prompt
     * @param style one of the model's styles; null: none is added to the prompt
     * @param n number of images
     * @param width pixels
     * @param height pixels
     * @param guidanceScale classifier-free guidance; 1 switches it off
     * @param scheduler {@code ddim}
     * @param outputFormat {@code png} or {@code webp}
     */
    record GenerateImage(
            String prompt,
            @Nullable String negativePrompt,
            @Nullable String style,
            int n,
            int width,
            int height,
            int steps,
            double guidanceScale,
            String scheduler,
            long seed,
            String outputFormat)
            implements JobInput {
        @Override
        public JobKind kind() {
            return JobKind.IMAGE_GENERATE;
        }

        @Override
        public int items() {
            return n;
        }

        @Override
        public List<MediaRef> media() {
            return List.of();
        }
    }

    /**
     * Future frames of a clip.
     *
     * @param clip the context; its last frames are what the model looks at
     * @param numFrames frames to predict; more than the model's window are made block by block
     * @param n number of different futures
     * @param fps frames per second at which the clip is sampled and the result plays
     * @param outputFormat {@code mp4}, {@code webp} or {@code gif}
     * @param includeContext whether the result starts with the context frames
     * @param frames whether each predicted frame is stored as PNG, too
     */
    record PredictVideo(
            MediaRef clip,
            int numFrames,
            int n,
            int steps,
            double guidanceScale,
            String scheduler,
            long seed,
            double fps,
            String outputFormat,
            boolean includeContext,
            boolean frames)
            implements JobInput {
        @Override
        public JobKind kind() {
            return JobKind.VIDEO_PREDICT;
        }

        @Override
        public int items() {
            return n;
        }

        @Override
        public List<MediaRef> media() {
            return List.of(clip);
        }
    }
}
