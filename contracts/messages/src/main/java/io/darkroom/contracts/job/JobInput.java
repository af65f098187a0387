package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The typed input of a job, complete: every default is resolved and the seed is drawn. One record for each kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GenerateImage.class, name = "image.generate"),
    @JsonSubTypes.Type(value = TransformImage.class, name = "image.transform"),
    @JsonSubTypes.Type(value = InpaintImage.class, name = "image.inpaint"),
    @JsonSubTypes.Type(value = OutpaintImage.class, name = "image.outpaint"),
    @JsonSubTypes.Type(value = VaryImage.class, name = "image.vary"),
    @JsonSubTypes.Type(value = UpscaleImage.class, name = "image.upscale"),
    @JsonSubTypes.Type(value = DenoiseImage.class, name = "image.denoise"),
    @JsonSubTypes.Type(value = InterpolateImages.class, name = "image.interpolate"),
    @JsonSubTypes.Type(value = ComposeImage.class, name = "image.compose"),
    @JsonSubTypes.Type(value = DetectAnomalies.class, name = "image.detect-anomalies"),
    @JsonSubTypes.Type(value = SynthesizeDataset.class, name = "dataset.synthesize"),
    @JsonSubTypes.Type(value = PredictVideo.class, name = "video.predict"),
    @JsonSubTypes.Type(value = GenerateVideo.class, name = "video.generate")
})
public sealed interface JobInput permits Denoising, UpscaleImage, DenoiseImage {

    @JsonIgnore
    JobKind kind();

    /** How many results are asked for; each is an item with an index from 0. */
    @JsonIgnore
    int items();

    /** Denoising steps of one item (of one block of frames, for video); 1 for kinds that take none. */
    int steps();

    /** 0 for kinds without chance. */
    long seed();

    /** Item {@code i} runs with {@code seed + i}, so that one of a grid can be asked for again alone. */
    default long seedOf(int item) {
        return seed() + item;
    }

    /** Objects that the job reads. */
    @JsonIgnore
    List<MediaRef> media();
}
