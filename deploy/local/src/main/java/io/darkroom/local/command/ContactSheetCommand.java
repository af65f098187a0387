package io.darkroom.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.demo.ContactSheet;
import io.darkroom.local.demo.DemoRenderer;
import io.darkroom.local.demo.KindStrips;
import io.darkroom.local.demo.KindStrips.Strip;
import io.darkroom.local.stack.ModelsFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An image of a real result for each kind of job, made on a running stack. */
@Command(
        name = "contact-sheet",
        mixinStandardHelpOptions = true,
        description = "Runs each kind of job on the running stack and lays out the results.",
        footer = {"", "Status: 0 if every kind is served, 1 if some are left out."})
public final class ContactSheetCommand implements Callable<Integer> {
    private static final int ROW = 10;
    private static final String CLIP = "frames/samples/crab.mp4";

    private final Terminal terminal;

    @Option(
            names = "--docs",
            description = "Writes the images of the documentation: docs/images/kinds; with --prompts docs/images.")
    private boolean docs;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = {
                "Draws these prompts instead of the kinds, one a line, ten in a row, with seeds from 1 on, and writes"
                        + " one sheet of the file's name."
            })
    private @Nullable Path prompts;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "darkroom-kinds",
            description = "Where to write otherwise. Default: ./${DEFAULT-VALUE}.")
    private Path out = Path.of("darkroom-kinds");

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    public ContactSheetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Checkout checkout = Checkout.find();
        try (GatewayClient client = gateway.open()) {
            Path scratch = Files.createTempDirectory("darkroom-kinds");
            try {
                DemoRenderer renderer = new DemoRenderer(terminal, client, scratch);
                Path pages = checkout.root().resolve("docs/images");
                if (prompts != null) {
                    draw(prompts, renderer, docs ? pages : out);
                    return 0;
                }
                Path clip = ModelsFolder.of(checkout).resolve(CLIP);
                List<Strip> strips = new KindStrips(renderer, clip).make();
                write(strips, docs ? pages.resolve("kinds") : out);
                return renderer.missing().isEmpty() ? 0 : 1;
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the sheet: " + e.getMessage(), e);
        }
    }

    /** One sheet, in the order of the lines; nothing is drawn twice or selected. */
    private void draw(Path list, DemoRenderer renderer, Path target) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(list);
        List<BufferedImage> images = new ArrayList<>();
        for (String prompt : lines) {
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.put("prompt", prompt).put("seed", images.size() + 1);
            images.addAll(renderer.develop("image.generate", input));
        }
        Files.createDirectories(target);
        Path sheet = target.resolve(list.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".png");
        ImageIO.write(ContactSheet.grid(images, ROW), "png", sheet.toFile());
        terminal.line("  " + sheet);
    }

    /** One file for each kind, and one sheet of all, a row for each. */
    private void write(List<Strip> strips, Path target) throws IOException {
        Files.createDirectories(target);
        for (Strip strip : strips) {
            Path file = target.resolve(strip.kind() + ".png");
            ImageIO.write(ContactSheet.strip(strip.images()), "png", file.toFile());
            terminal.line("  " + file);
        }
        Path sheet = target.resolve("all.png");
        List<List<BufferedImage>> rows = strips.stream().map(Strip::images).toList();
        ImageIO.write(ContactSheet.rows(rows), "png", sheet.toFile());
        terminal.line("  " + sheet);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
