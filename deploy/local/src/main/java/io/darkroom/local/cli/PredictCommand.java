package io.darkroom.local.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.local.client.GatewayClient;
import io.darkroom.local.terminal.Terminal;
import io.darkroom.local.terminal.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Future frames of a clip. What is not said is left to the model's defaults. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Predicts how a clip goes on and saves the video.")
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "CLIP", description = "MP4, WebP or GIF file; or job:ID/INDEX for a result.")
    private String clip = "";

    @Option(names = "--model", defaultValue = "frames", description = "Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(names = "--frames", paramLabel = "N", description = "Frames to predict.")
    private @Nullable Integer frames;

    @Option(names = "--n", paramLabel = "K", description = "Number of different futures.")
    private @Nullable Integer n;

    @Option(names = "--seed", description = "Future i is made with seed + i. Default: drawn.")
    private @Nullable Long seed;

    @Option(names = "--steps", description = "Denoising steps of a block of frames.")
    private @Nullable Integer steps;

    @Option(names = "--format", paramLabel = "mp4|webp|gif", description = "Default: mp4.")
    private @Nullable String format;

    @Option(names = "--stills", description = "Saves each predicted frame as PNG, too.")
    private boolean stills;

    @Option(names = "--idempotency-key", paramLabel = "KEY", description = "Asking again with it gives the same job.")
    private @Nullable String idempotencyKey;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "Where to save. Default: here.")
    private Path out = Path.of(".");

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            Map<String, String> headers = idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
            JobWatch.Ask ask = new JobWatch.Ask(label(), body(reference(client)), headers);
            JobWatch.Done done =
                    new JobWatch(terminal, client).run(List.of(ask)).getFirst();
            return Results.report(terminal, done, new Outputs(client, out), Text.slug(label()) + "-future");
        }
    }

    private String label() {
        return clip.startsWith("job:") ? clip : stem(Path.of(clip));
    }

    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private String reference(GatewayClient client) throws InterruptedException {
        if (clip.startsWith("job:") || clip.startsWith("upload:") || clip.startsWith("https:")) {
            return clip;
        }
        Path file = Path.of(clip);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file.toAbsolutePath());
        }
        return "upload:" + client.upload(file);
    }

    private ObjectNode body(String reference) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "video.predict").put("model", model);
        ObjectNode input = body.putObject("input").put("clip", reference);
        Results.putIfSet(input, "num_frames", frames);
        Results.putIfSet(input, "n", n);
        Results.putIfSet(input, "seed", seed);
        Results.putIfSet(input, "steps", steps);
        Results.putIfSet(input, "output_format", format);
        if (stills) {
            input.put("frames", true);
        }
        return body;
    }
}
