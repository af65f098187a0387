package io.darkroom.cli.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.cli.option.Size;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.job.JobKind;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The request of each command. */
class MakeCommandsTest {
    private static final Terminal SILENT = new Terminal(
            new PrintStream(PrintStream.nullOutputStream()),
            new PrintStream(PrintStream.nullOutputStream()),
            false,
            false,
            100);

    private static Arguments says(Function<Terminal, MakeCommand> command, String line, String body) {
        return Arguments.of(command, line, body);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                says(
                        GenerateCommand::new,
                        "apple --negative dull --style flat --n 2 --seed 7 --steps 9 --guidance 2 --size 64x32"
                                + " --format webp --scheduler ddim --model other --priority bulk",
                        """
                        {"kind":"image.generate","model":"other","priority":"bulk","input":{"prompt":"apple",
                         "negative_prompt":"dull","style":"flat","n":2,"width":64,"height":32,"output_format":"webp",
                         "seed":7,"steps":9,"guidance_scale":2.0,"scheduler":"ddim"}}\
                        """),
                says(GenerateCommand::new, "apple", """
                    {"kind":"image.generate","model":"sticker","input":{"prompt":"apple"}}\
                    """),
                says(TransformCommand::new, "a.png pear --strength 0.5", """
                    {"kind":"image.transform","model":"sticker",
                     "input":{"image":"<a.png>","prompt":"pear","strength":0.5}}\
                    """),
                says(InpaintCommand::new, "a.png worm --mask m.png", """
                    {"kind":"image.inpaint","model":"sticker",
                     "input":{"image":"<a.png>","mask":"<m.png>","prompt":"worm"}}\
                    """),
                says(OutpaintCommand::new, "a.png table --left 0.5 --bottom 1 --n 3", """
                    {"kind":"image.outpaint","model":"sticker",
                     "input":{"image":"<a.png>","left":0.5,"bottom":1.0,"prompt":"table","n":3}}\
                    """),
                says(VaryCommand::new, "a.png --n 4", """
                    {"kind":"image.vary","model":"sticker","input":{"image":"<a.png>","n":4}}\
                    """),
                says(UpscaleCommand::new, "a.png --factor 4 --format webp", """
                    {"kind":"image.upscale","model":"sticker",
                     "input":{"image":"<a.png>","factor":4,"output_format":"webp"}}\
                    """),
                says(DenoiseCommand::new, "a.png --sigma 25", """
                    {"kind":"image.denoise","model":"sticker","input":{"image":"<a.png>","sigma":25.0}}\
                    """),
                says(InterpolateCommand::new, "apple --seed 1 --to-seed 2 --frames 24 --fps 12 --stills", """
                    {"kind":"image.interpolate","model":"sticker","input":{"prompt":"apple","to_seed":2,"frames":24,
                     "fps":12.0,"stills":true,"seed":1}}\
                    """),
                says(DetectAnomaliesCommand::new, "a.png --level 0.3 --runs 2 --prompt part", """
                    {"kind":"image.detect-anomalies","model":"sticker",
                     "input":{"image":"<a.png>","prompt":"part","level":0.3,"n":2}}\
                    """),
                says(ComposeCommand::new, "both --box 0,0,0.5,1=apple --box 0.5,0,0.5,1,2=pear", """
                    {"kind":"image.compose","model":"sticker","input":{"prompt":"both","regions":[
                     {"prompt":"apple","x":0.0,"y":0.0,"width":0.5,"height":1.0},
                     {"prompt":"pear","x":0.5,"y":0.0,"width":0.5,"height":1.0,"weight":2.0}]}}\
                    """),
                says(
                        SynthesizeCommand::new,
                        "--class a=red --class b=blue --count 9 --masks --boxes --shard-size 3 --style flat --format"
                                + " coco",
                        """
                        {"kind":"dataset.synthesize","model":"sticker","input":{"classes":[{"label":"a","prompt":"red"},
                         {"label":"b","prompt":"blue"}],"count":9,"styles":["flat"],"format":"coco","masks":true,
                         "boxes":true,"shard_size":3}}\
                        """),
                says(PredictCommand::new, "c.mp4 --frames 8 --n 2 --truth t.mp4 --context --stills --fps 5", """
                    {"kind":"video.predict","model":"frames","input":{"clip":"<c.mp4>","truth":"<t.mp4>","n":2,
                     "include_context":true,"num_frames":8,"fps":5.0,"frames":true}}\
                    """),
                says(
                        GenerateVideoCommand::new,
                        "balloon --frames 9 --image-model x --image-steps 5 --format gif",
                        """
                        {"kind":"video.generate","model":"frames","input":{"prompt":"balloon","image_model":"x",
                         "image_steps":5,"num_frames":9,"output_format":"gif"}}\
                        """));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void requestsContainTheGivenOptionsOnly(Function<Terminal, MakeCommand> make, String line, String body)
            throws IOException, InterruptedException {
        MakeCommand command = make.apply(SILENT);
        parser(command).parseArgs(line.split(" "));
        JsonNode asked = new ObjectMapper()
                .readTree(command.body(text -> "<" + text + ">").toString());
        assertThat(asked).isEqualTo(new ObjectMapper().readTree(body));
    }

    @ParameterizedTest
    @EnumSource
    void theCommandOfAKindAsksForIt(JobKind kind) throws ReflectiveOperationException {
        MakeCommand command = MakeCommands.of(kind)
                .command()
                .getDeclaredConstructor(Terminal.class)
                .newInstance(SILENT);
        assertThat(command.kind()).isEqualTo(kind);
        assertThat(commands().map(arguments -> make(arguments.get()[0]).kind())).contains(kind);
    }

    @SuppressWarnings("unchecked")
    private static MakeCommand make(Object command) {
        return ((Function<Terminal, MakeCommand>) command).apply(SILENT);
    }

    private static CommandLine parser(MakeCommand command) {
        return new CommandLine(command)
                .registerConverter(Size.class, Size::valueOf)
                .registerConverter(Box.class, Box::valueOf);
    }

    @Test
    void aWrongBoxShowsTheFormat() {
        for (String wrong : new String[] {"apple", "0,0,1=apple", "0,0,1,1,1,1=apple", "a,0,1,1=apple"}) {
            assertThatThrownBy(() -> parser(new ComposeCommand(SILENT)).parseArgs("x", "--box", wrong))
                    .as(wrong)
                    .hasMessageContaining("0,0,0.5,1=an apple");
        }
    }

    @Test
    void whatIsNoFileStaysAsItIs() throws InterruptedException {
        assertThat(Media.name("some/apple.red.png")).isEqualTo("apple.red");
        assertThat(Media.name("job:job_1/0")).isEqualTo("job:job_1/0");
        assertThat(Media.name("https://images.example/" + "x".repeat(100))).isEqualTo("https");
    }

    @Test
    void measuresFollowTheFile() throws IOException {
        assertThat(Results.measures(new ObjectMapper().readTree("{\"ssim\":0.94123,\"psnr\":31.2}")))
                .isEqualTo("  psnr 31.20  ssim 0.9412");
        assertThat(Results.measures(new ObjectMapper().readTree("{}"))).isEmpty();
    }
}
