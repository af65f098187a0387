package io.darkroom.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.make.JobWatch;
import io.darkroom.cli.make.Outputs;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.demo.ContactSheet;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.local.stack.ModelsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The jobs of the demo. Seeds are fixed, so that a second demo shows the same images. */
final class DemoJobs {
    private static final List<String> PROMPTS =
            List.of("a red apple with a green leaf", "a rocket", "a friendly ghost", "a smiling face with sunglasses");
    private static final long SEED = 7;
    private static final int FRAMES = 8;

    private final Terminal terminal;
    private final LocalStack stack;
    private final Checkout checkout;
    private final Path out;

    DemoJobs(Terminal terminal, LocalStack stack, Checkout checkout, Path out) {
        this.terminal = terminal;
        this.stack = stack;
        this.checkout = checkout;
        this.out = out;
    }

    void run() throws InterruptedException {
        try (GatewayClient gateway = stack.client()) {
            JobWatch watch = new JobWatch(terminal, gateway);
            Outputs outputs = new Outputs(gateway, out);
            List<Path> files = new ArrayList<>();

            heading("Four stickers from four prompts, at once");
            List<Path> stickers = new ArrayList<>();
            for (JobWatch.Done done :
                    watch.run(PROMPTS.stream().map(DemoJobs::sticker).toList())) {
                stickers.addAll(save(outputs, done, Text.slug(done.ask().label())));
            }
            files.addAll(stickers);
            files.add(contactSheet(stickers));

            Path clip = clip();
            heading("The future of " + clip.getFileName() + ", four frames seen, " + FRAMES + " predicted");
            String upload = gateway.upload(clip);
            JobWatch.Done future = watch.run(List.of(prediction(clip, upload))).getFirst();
            files.addAll(save(outputs, future, stem(clip) + "-future"));

            heading("Results");
            files.forEach(file -> terminal.line("  " + file));
            terminal.blank();
        }
    }

    private void heading(String text) {
        terminal.blank();
        terminal.line("  " + terminal.bold(text));
    }

    private static JobWatch.Ask sticker(String prompt) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "image.generate").put("model", "sticker");
        body.putObject("input").put("prompt", prompt).put("n", 1).put("seed", SEED);
        return JobWatch.Ask.job(prompt, body, Map.of());
    }

    private static JobWatch.Ask prediction(Path clip, String upload) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "video.predict").put("model", "frames");
        body.putObject("input")
                .put("clip", "upload:" + upload)
                .put("num_frames", FRAMES)
                .put("seed", SEED);
        return JobWatch.Ask.job(stem(clip), body, Map.of());
    }

    private static List<Path> save(Outputs outputs, JobWatch.Done done, String name) throws InterruptedException {
        if (!done.succeeded()) {
            throw new IllegalStateException(
                    "the job '" + done.ask().label() + "' " + done.state() + ": " + done.reason());
        }
        return outputs.save(done.job(), name);
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }

    private Path contactSheet(List<Path> stickers) {
        Path sheet = out.resolve("contact-sheet.png");
        try {
            ContactSheet.write(stickers, sheet);
            return sheet;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out the stickers: " + e.getMessage(), e);
        }
    }

    /** The first of the clips that come with the model. */
    private Path clip() {
        Path samples = ModelsFolder.of(checkout).resolve("frames/samples");
        try (Stream<Path> files = Files.list(samples)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no MP4 clip in " + samples));
        } catch (IOException e) {
            throw new UncheckedIOException("no clips at " + samples + "; the checkout is incomplete", e);
        }
    }
}
