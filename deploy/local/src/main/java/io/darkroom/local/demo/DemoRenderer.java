package io.darkroom.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.make.JobWatch;
import io.darkroom.cli.make.Outputs;
import io.darkroom.cli.terminal.Terminal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Makes images on a running stack and reads them back, with whatever model serves the kind. */
public final class DemoRenderer {
    private final Terminal terminal;
    private final GatewayClient gateway;
    private final JobWatch watch;
    private final Path folder;
    private final Map<String, String> models = new HashMap<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * @param folder scratch folder for uploads and downloads
     */
    public DemoRenderer(Terminal terminal, GatewayClient gateway, Path folder) throws InterruptedException {
        this.terminal = terminal;
        this.gateway = gateway;
        this.watch = new JobWatch(terminal, gateway);
        this.folder = folder;
        for (JsonNode model : gateway.get("/v1/models").path("models")) {
            for (JsonNode kind : model.path("kinds")) {
                models.putIfAbsent(kind.asText(), model.path("id").asText());
            }
        }
    }

    /** Whether any model serves this kind; if not, it is added to {@link #missing}. */
    public boolean serves(String kind) {
        boolean served = models.containsKey(kind);
        if (!served) {
            missing.add(kind);
            terminal.line(terminal.yellow("  ! ") + "no model serves " + kind);
        }
        return served;
    }

    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** A reference to the image, as a request may hold it. */
    public String upload(BufferedImage image) throws InterruptedException {
        try {
            Path file = Files.createTempFile(folder, "given", ".png");
            ImageIO.write(image, "png", file.toFile());
            return upload(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder, e);
        }
    }

    public String upload(Path file) throws InterruptedException {
        return "upload:" + gateway.upload(file);
    }

    /** The still images that come out. */
    public List<BufferedImage> develop(String kind, ObjectNode input) throws InterruptedException {
        return files(kind, input, List.of("image", "heat_map")).stream()
                .map(DemoRenderer::read)
                .toList();
    }

    /** Some frames of what comes out, evenly spaced, the first and the last among them. */
    public List<BufferedImage> frames(String kind, ObjectNode input, int shown) throws InterruptedException {
        List<Path> frames = files(kind, input, List.of("frame"));
        List<BufferedImage> images = new ArrayList<>();
        int count = Math.min(shown, frames.size());
        for (int i = 0; i < count; i++) {
            images.add(read(frames.get(count == 1 ? 0 : i * (frames.size() - 1) / (count - 1))));
        }
        return images;
    }

    /** The first images of the first shard. */
    public List<BufferedImage> shard(String kind, ObjectNode input, int shown) throws InterruptedException {
        Path shard = files(kind, input, List.of("shard")).getFirst();
        try {
            return ShardReader.images(shard, shown);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private List<Path> files(String kind, ObjectNode input, List<String> roles) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", kind).put("model", models.get(kind)).set("input", input);
        JobWatch.Done done =
                watch.run(List.of(JobWatch.Ask.job(kind, body, Map.of()))).getFirst();
        if (!done.succeeded()) {
            throw new IllegalStateException("the job " + kind + " " + done.state() + ": " + done.reason());
        }
        List<Path> all = new Outputs(gateway, folder).save(done.job(), kind);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (roles.contains(done.job().path("outputs").path(i).path("role").asText())) {
                files.add(all.get(i));
            }
        }
        if (files.isEmpty()) {
            throw new IllegalStateException("the job " + kind + " has no output that can be shown");
        }
        return files;
    }

    private static BufferedImage read(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new IOException("unsupported format");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
