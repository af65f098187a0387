package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of jobs. This enum is the only list of kinds; gateway, worker and command line have an entry of their own
 * for each constant. A model's manifest lists the kinds it serves.
 */
public enum JobKind {
    IMAGE_GENERATE("image.generate", GenerateImage.class, Course.STILL),
    IMAGE_TRANSFORM("image.transform", TransformImage.class, Course.STILL),
    IMAGE_INPAINT("image.inpaint", InpaintImage.class, Course.STILL),
    IMAGE_OUTPAINT("image.outpaint", OutpaintImage.class, Course.STILL),
    IMAGE_VARY("image.vary", VaryImage.class, Course.STILL),
    IMAGE_UPSCALE("image.upscale", UpscaleImage.class, Course.STILL),
    IMAGE_DENOISE("image.denoise", DenoiseImage.class, Course.STILL),
    IMAGE_INTERPOLATE("image.interpolate", InterpolateImages.class, Course.STILL),
    IMAGE_COMPOSE("image.compose", ComposeImage.class, Course.STILL),
    IMAGE_DETECT_ANOMALIES("image.detect-anomalies", DetectAnomalies.class, Course.STILL),
    DATASET_SYNTHESIZE("dataset.synthesize", SynthesizeDataset.class, Course.DATASET),
    VIDEO_PREDICT("video.predict", PredictVideo.class, Course.VIDEO),
    VIDEO_GENERATE("video.generate", GenerateVideo.class, Course.VIDEO);

    private static final Map<Class<?>, JobKind> BY_INPUT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(JobKind::input, Function.identity()));

    private final String wireName;
    private final Class<? extends JobInput> input;
    private final Course course;

    JobKind(String wireName, Class<? extends JobInput> input, Course course) {
        this.wireName = wireName;
        this.input = input;
        this.course = course;
    }

    /** Medium and order of magnitude of the run time, which determine lane and time limit. */
    public enum Course {
        /** Seconds of work on still images. */
        STILL,
        /** Hours of work on still images. */
        DATASET,
        /** Minutes to hours of work on video frames. */
        VIDEO
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** Class of the input record. */
    public Class<? extends JobInput> input() {
        return input;
    }

    public Course course() {
        return course;
    }

    static JobKind of(JobInput input) {
        JobKind kind = BY_INPUT.get(input.getClass());
        if (kind == null) {
            throw new IllegalArgumentException(input.getClass().getName() + " is the input of no job kind");
        }
        return kind;
    }

    public static Optional<JobKind> find(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst();
    }

    @JsonCreator
    public static JobKind decode(String wireName) {
        return find(wireName).orElseThrow(() -> new IllegalArgumentException("unknown job kind '" + wireName + "'"));
    }
}
