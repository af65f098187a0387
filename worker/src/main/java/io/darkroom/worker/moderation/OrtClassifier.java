package io.darkroom.worker.moderation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.raster.Pixels;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * An image classifier. Small, so it runs on one CPU thread beside the device thread; one image at a time.
 */
final class OrtClassifier implements AutoCloseable {
    private static final int SCHEMA = 1;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final JsonNode manifest;
    private final OrtSession session;
    private final int size;
    private final List<String> labels;

    /** @throws IllegalArgumentException if the files of the folder do not match its manifest */
    OrtClassifier(Path folder) {
        try {
            this.manifest = Json.mapper().readTree(Files.readAllBytes(folder.resolve("moderation.json")));
            if (manifest.path("schema").asInt() != SCHEMA) {
                throw new IllegalArgumentException("moderation.json has schema " + manifest.path("schema"));
            }
            Path model = folder.resolve(manifest.path("file").path("path").asText());
            if (!model.normalize().startsWith(folder.normalize())
                    || !Digests.sha256(model)
                            .equals(manifest.path("file").path("sha256").asText())) {
                throw new IllegalArgumentException("the SHA-256 of " + model + " is not the one in the manifest");
            }
            this.size = manifest.path("size").asInt();
            this.labels = texts("labels");
            if (size < 1 || labels.isEmpty() || !labels.containsAll(texts("refuse"))) {
                throw new IllegalArgumentException(
                        "moderation.json needs a size, labels, and a refuse list of some of them");
            }
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                this.session = environment.createSession(model.toString(), options);
            }
        } catch (IOException | OrtException e) {
            throw new IllegalArgumentException(
                    "cannot open the classifier in " + folder + ": " + e.getMessage()
                            + "; correct darkroom.moderation.model or unset it",
                    e);
        }
    }

    private List<String> texts(String field) {
        return StreamSupport.stream(manifest.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Sum of the probabilities of the labels to refuse, 0 to 1. */
    double score(Pixels image) {
        FloatBuffer planes = FloatBuffer.wrap(planes(image, size));
        try (OnnxTensor input = OnnxTensor.createTensor(environment, planes, new long[] {1, 3, size, size});
                OrtSession.Result result =
                        session.run(Map.of(manifest.path("input").asText(), input))) {
            float[] probabilities = ((float[][])
                            result.get(manifest.path("output").asText())
                                    .orElseThrow(() -> new IllegalStateException("the classifier has no such output"))
                                    .getValue())
                    [0];
            return texts("refuse").stream()
                    .mapToDouble(label -> probabilities[labels.indexOf(label)])
                    .sum();
        } catch (OrtException e) {
            throw new IllegalStateException("the classifier failed: " + e.getMessage(), e);
        }
    }

    /** Images with this score or more are refused. */
    double threshold() {
        return manifest.path("threshold").asDouble(1);
    }

    /** The image resized bilinearly, transparent images on white: {@code [3, size, size]}, 0 to 1. */
    static float[] planes(Pixels image, int size) {
        float[] out = new float[3 * size * size];
        for (int y = 0; y < size; y++) {
            double fromY = Math.clamp((y + 0.5) * image.height() / size - 0.5, 0, image.height() - 1.0);
            for (int x = 0; x < size; x++) {
                double fromX = Math.clamp((x + 0.5) * image.width() / size - 0.5, 0, image.width() - 1.0);
                for (int c = 0; c < 3; c++) {
                    out[(c * size + y) * size + x] = (float) interpolated(image, fromX, fromY, c);
                }
            }
        }
        return out;
    }

    private static double interpolated(Pixels image, double x, double y, int c) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, image.width() - 1);
        int bottom = Math.min(top + 1, image.height() - 1);
        double across = x - left;
        double above = at(image, left, top, c) * (1 - across) + at(image, right, top, c) * across;
        double below = at(image, left, bottom, c) * (1 - across) + at(image, right, bottom, c) * across;
        return above + (below - above) * (y - top);
    }

    private static double at(Pixels image, int x, int y, int c) {
        int pixel = (y * image.width() + x) * image.channels();
        double colour = (image.data()[pixel + c] & 0xff) / 255.0;
        if (image.channels() == 3) {
            return colour;
        }
        double alpha = (image.data()[pixel + 3] & 0xff) / 255.0;
        return colour * alpha + 1 - alpha;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot close the classifier", e);
        }
    }
}
