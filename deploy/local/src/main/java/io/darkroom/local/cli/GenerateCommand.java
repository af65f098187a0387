package io.darkroom.local.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.local.client.GatewayClient;
import io.darkroom.local.terminal.Terminal;
import io.darkroom.local.terminal.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Text to image. What is not said is left to the model's defaults. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Develops images from a prompt and saves them.",
        footer = {"", "Example: ./darkroom generate \"a red apple with a green leaf\" --seed 7 --n 4 --out ."})
final class GenerateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PROMPT", description = "What the picture shows.")
    private String prompt = "";

    @Option(names = "--negative", paramLabel = "TEXT", description = "What to steer away from.")
    private @Nullable String negative;

    @Option(names = "--model", defaultValue = "sticker", description = "Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(names = "--style", description = "One of the model's styles, see ./darkroom models.")
    private @Nullable String style;

    @Option(names = "--n", description = "Number of images.")
    private @Nullable Integer n;

    @Option(names = "--seed", description = "Image i is made with seed + i. Default: drawn.")
    private @Nullable Long seed;

    @Option(names = "--steps", description = "Denoising steps.")
    private @Nullable Integer steps;

    @Option(names = "--guidance", paramLabel = "SCALE", description = "Classifier-free guidance; 1 switches it off.")
    private @Nullable Double guidance;

    @Option(names = "--size", paramLabel = "WxH", description = "In pixels, e.g. 128x128.")
    private @Nullable Size size;

    @Option(names = "--format", paramLabel = "png|webp", description = "Default: png.")
    private @Nullable String format;

    @Option(names = "--idempotency-key", paramLabel = "KEY", description = "Asking again with it gives the same job.")
    private @Nullable String idempotencyKey;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "Where to save. Default: here.")
    private Path out = Path.of(".");

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    GenerateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (GatewayClient client = gateway.open()) {
            Map<String, String> headers = idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
            JobWatch.Done done = new JobWatch(terminal, client)
                    .run(List.of(new JobWatch.Ask(prompt, body(), headers)))
                    .getFirst();
            return Results.report(terminal, done, new Outputs(client, out), Text.slug(prompt));
        }
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "image.generate").put("model", model);
        ObjectNode input = body.putObject("input").put("prompt", prompt);
        Results.putIfSet(input, "negative_prompt", negative);
        Results.putIfSet(input, "style", style);
        Results.putIfSet(input, "n", n);
        Results.putIfSet(input, "seed", seed);
        Results.putIfSet(input, "steps", steps);
        Results.putIfSet(input, "guidance_scale", guidance);
        Results.putIfSet(input, "output_format", format);
        if (size != null) {
            input.put("width", size.width()).put("height", size.height());
        }
        return body;
    }
}
