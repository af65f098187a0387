package io.darkroom.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.DenoiseImage;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.UpscaleImage;
import io.darkroom.contracts.job.VaryImage;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.submit.kind.KindEntry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind with a minimal request, its limits and its predicted work. */
class KindsTest {
    private static final MediaRef MEDIUM = new MediaRef("k", "image/png", 1, "s");

    private final SubmissionReader reader = TestReader.of(GatewayStack.STICKERS, GatewayStack.FUTURES);

    private static JsonNode body(String kind, String input) {
        String model = kind.startsWith("video.") ? "futures" : "stickers";
        String text = "{'kind':'%s','model':'%s','input':{%s}}".formatted(kind, model, input);
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return StrictJson.parse(new ByteArrayInputStream(bytes), 20_000);
    }

    private JobInput read(String kind, String input) {
        return make(kind, input).input();
    }

    private double work(String kind, String input) {
        return make(kind, input).workSeconds();
    }

    private KindEntry.Made make(String kind, String input) {
        Submission submission = reader.read(body(kind, input));
        Map<String, MediaRef> media = new TreeMap<>();
        submission.media().keySet().forEach(field -> media.put(field, MEDIUM));
        return submission.make().apply(media);
    }

    private List<String> violations(String kind, String input) {
        return AModel.violations(reader, body(kind, input));
    }

    @Test
    void imagesFromImagesHaveTheirDefaults() {
        assertThat(read("image.transform", "'image':'upload:x','prompt':'p','seed':3"))
                .isEqualTo(new TransformImage(
                        MEDIUM, 0.7, new Sampling("p", null, null, 1, 64, 64, 20, 5, "ddim", 3, "png")));
        assertThat(read("image.inpaint", "'image':'upload:x','mask':'upload:y','prompt':'p','seed':3"))
                .isEqualTo(new InpaintImage(
                        MEDIUM, MEDIUM, 1, new Sampling("p", null, null, 1, 64, 64, 20, 5, "ddim", 3, "png")));
        assertThat(read("image.outpaint", "'image':'upload:x','prompt':'p','left':0.5,'seed':3"))
                .isEqualTo(new OutpaintImage(
                        MEDIUM, 0.5, 0, 0, 0, new Sampling("p", null, null, 1, 64, 64, 20, 5, "ddim", 3, "png")));
        assertThat(read("image.vary", "'image':'upload:x','seed':3"))
                .isEqualTo(
                        new VaryImage(MEDIUM, 0.6, new Sampling("", null, null, 1, 64, 64, 20, 5, "ddim", 3, "png")));
        assertThat(read("image.upscale", "'image':'upload:x'")).isEqualTo(new UpscaleImage(MEDIUM, 4, "png"));
        assertThat(read("image.denoise", "'image':'upload:x'")).isEqualTo(new DenoiseImage(MEDIUM, null, "png"));
        assertThat(read("image.denoise", "'image':'upload:x','sigma':25"))
                .isEqualTo(new DenoiseImage(MEDIUM, 25.0, "png"));
        assertThat(read("image.detect-anomalies", "'image':'upload:x','seed':3"))
                .isEqualTo(new DetectAnomalies(MEDIUM, null, 0.25, 4, 20, 5, "ddim", 3));
    }

    @Test
    void imagesFromTextHaveTheirDefaults() {
        assertThat(read(
                        "image.compose",
                        "'prompt':'p','seed':3,'regions':[{'prompt':'a','x':0,'y':0,'width':0.5,'height':1}]"))
                .isEqualTo(new ComposeImage(
                        List.of(new ComposeImage.Region("a", 0, 0, 0.5, 1, 1)),
                        new Sampling("p", null, null, 1, 64, 64, 20, 5, "ddim", 3, "png")));
        assertThat(read("image.interpolate", "'prompt':'p','seed':3,'to_seed':4"))
                .isEqualTo(new InterpolateImages("p", null, null, 64, 64, 4, 16, 8, false, 20, 5, "ddim", 3, "webp"));
        assertThat(read("image.interpolate", "'prompt':'p'")).isInstanceOfSatisfying(InterpolateImages.class, walk -> {
            assertThat(walk.seed()).isBetween(0L, 1L << 32);
            assertThat(walk.toSeed()).isBetween(0L, 1L << 32).isNotEqualTo(walk.seed());
        });
        assertThat(read("dataset.synthesize", "'classes':[{'label':'a','prompt':'an a'}],'count':9,'seed':3"))
                .isEqualTo(new SynthesizeDataset(
                        List.of(new SynthesizeDataset.LabeledClass("a", "an a")),
                        9,
                        List.of(),
                        "webdataset",
                        false,
                        false,
                        1000,
                        64,
                        64,
                        20,
                        5,
                        "ddim",
                        3));
    }

    @Test
    void videosHaveTheirDefaults() {
        assertThat(read("video.predict", "'clip':'upload:x','truth':'upload:y','seed':3"))
                .isEqualTo(new PredictVideo(MEDIUM, MEDIUM, 8, 1, 25, 1, "ddim", 3, 12.5, "mp4", false, false));
        assertThat(read("video.generate", "'prompt':'p','style':'neon','seed':3"))
                .isEqualTo(new GenerateVideo(
                        "p", null, "neon", "stickers", 20, 5, "ddim", 9, 1, 25, 1, "ddim", 3, 12.5, "mp4", false));
    }

    @Test
    void aSizeMayComeFromTheModelsRange() {
        assertThat(read("image.generate", "'prompt':'p','width':96"))
                .hasFieldOrPropertyWithValue("width", 96)
                .hasFieldOrPropertyWithValue("height", 64);
        assertThat(violations("image.generate", "'prompt':'p','width':100"))
                .containsExactly("/input/width not_allowed");
        assertThat(violations("image.generate", "'prompt':'p','height':288"))
                .containsExactly("/input/height not_allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image.transform | 'strength':0 | /input/image required, /input/prompt required,"
                        + " /input/strength out_of_range",
                "image.transform | 'image':'u','prompt':'p','strength':1.1 | /input/strength out_of_range",
                "image.inpaint | 'image':'u','prompt':'p' | /input/mask required",
                "image.outpaint | 'image':'u','prompt':'p' | /input/left required",
                "image.outpaint | 'image':'u','prompt':'p','left':0,'top':0.0 | /input/left required",
                "image.outpaint | 'image':'u','prompt':'p','left':1.5,'top':-1 | /input/left out_of_range,"
                        + " /input/top out_of_range",
                "image.vary | 'image':'u','n':5 | /input/n out_of_range",
                "image.upscale | 'image':'u','factor':2 | /input/factor not_allowed",
                "image.upscale | 'image':'u','prompt':'p' | /input/prompt unknown_field",
                "image.denoise | 'image':'u','sigma':256 | /input/sigma out_of_range",
                "image.interpolate | 'prompt':'p','frames':65,'fps':0 | /input/fps out_of_range, /input/frames"
                        + " out_of_range",
                "image.interpolate | 'prompt':'p','frames':1,'output_format':'png' | /input/frames"
                        + " out_of_range, /input/output_format not_allowed",
                "image.compose | 'prompt':'p','regions':[] | /input/regions too_short",
                "image.compose | 'prompt':'p','regions':[{'prompt':'a','x':0.6,'y':0,'width':0.5,'height':1}] |"
                        + " /input/regions/0/width out_of_range",
                "image.compose | 'prompt':'p','regions':[{'prompt':'a','x':0,'y':2,'width':0}] |"
                        + " /input/regions/0/height required, /input/regions/0/width out_of_range,"
                        + " /input/regions/0/y out_of_range",
                "image.detect-anomalies | 'image':'u','level':0,'n':5 | /input/level out_of_range, /input/n"
                        + " out_of_range",
                "dataset.synthesize | 'count':5001,'classes':[] | /input/classes too_short, /input/count"
                        + " out_of_range",
                "dataset.synthesize |"
                        + " 'count':1,'styles':['x'],'classes':[{'label':'a','prompt':'p'},{'label':'a','prompt':'q'},{'label':'../b','prompt':'q'}] | /input/classes/1/label repeated, /input/classes/2/label malformed, /input/styles/0 not_allowed",
                "video.predict | 'clip':'u','truth':3,'num_frames':41 | /input/num_frames out_of_range,"
                        + " /input/truth wrong_type",
                "video.generate | 'prompt':'p','image_model':'futures' | /input/image_model unknown_model",
                "video.generate | 'prompt':'p','style':'x','image_steps':51,'num_frames':1 | /input/image_steps"
                        + " out_of_range, /input/num_frames out_of_range, /input/style not_allowed",
            })
    void allViolationsAreReported(String kind, String input, String expected) {
        assertThat(violations(kind, input)).containsExactlyInAnyOrder(expected.split(", "));
    }

    @Test
    void masksNeedTransparency() {
        SubmissionReader opaque =
                TestReader.of(AModel.like(GatewayStack.STICKERS).opaque());
        JsonNode body = body(
                "dataset.synthesize", "'count':1,'masks':true,'boxes':true,'classes':[{'label':'a','prompt':'p'}]");
        assertThat(reader.read(body).media()).isEmpty();
        assertThat(AModel.violations(opaque, body))
                .containsExactly("/input/masks not_allowed", "/input/boxes not_allowed");
    }

    @Test
    void aVideoNeedsAModelForItsFirstFrame() {
        SubmissionReader alone = TestReader.of(GatewayStack.FUTURES);
        assertThat(AModel.violations(alone, body("video.generate", "'prompt':'p'")))
                .containsExactly("/input/image_model unknown_model");
    }

    @Test
    void theWorkIsWhatIsDenoised() {
        double step = GatewayStack.STICKERS.stepSeconds();
        assertThat(work("image.generate", "'prompt':'p','n':2")).isEqualTo(step * 40);
        assertThat(work("image.transform", "'image':'u','prompt':'p','strength':0.5,'n':2"))
                .isEqualTo(step * 20);
        assertThat(work("image.detect-anomalies", "'image':'u','level':0.3,'n':3"))
                .isEqualTo(step * 18);
        assertThat(work("image.interpolate", "'prompt':'p','frames':10")).isEqualTo(step * 200);
        assertThat(work("image.upscale", "'image':'u'")).isEqualTo(step);
        assertThat(work("image.generate", "'prompt':'p','n':2,'scheduler':'pndm'"))
                .as("one evaluation more")
                .isEqualTo(step * 42);
        assertThat(work("image.vary", "'image':'u','strength':0.5,'scheduler':'pndm'"))
                .isEqualTo(step * 11);
        assertThat(work("dataset.synthesize", "'count':100,'classes':[{'label':'a','prompt':'p'}]"))
                .isEqualTo(step * 2000);
        double frame = GatewayStack.FUTURES.stepSeconds();
        assertThat(work("video.predict", "'clip':'u','num_frames':20,'n':3,'steps':10"))
                .isEqualTo(frame * 90);
        assertThat(work("video.generate", "'prompt':'p','num_frames':17,'n':2,'steps':10,'image_steps':7"))
                .isEqualTo(frame * 40 + step * 14);
    }
}
