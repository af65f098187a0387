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
 * A classifier of pictures. Small, so it runs on one thread of the processor beside the device and not in its turn; one
 * picture at a time.
 */
final class OrtClassifier implements AutoCloseable {
    private static final int SCHEMA = 1;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final JsonNode manifest;
    private final OrtSession session;
    private final int size;
    private final List<String> labels;

    /** @throws IllegalArgumentException if the folder does not hold what its manifest says */
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
                throw new IllegalArgumentException("the SHA-256 of " + model + " is not the manifest's");
            }
            this.size = manifest.path("size").asInt();
            this.labels = texts("labels");
            if (size < 1 || labels.isEmpty() || !labels.containsAll(texts("refuse"))) {
                throw new IllegalArgumentException("moderation.json needs a size, labels, and refuse among them");
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

    /** Sum of the probabilities of what is to be refused, 0 to 1. */
    double score(Pixels picture) {
        FloatBuffer planes = FloatBuffer.wrap(planes(picture, size));
        try (OnnxTensor image = OnnxTensor.createTensor(environment, planes, new long[] {1, 3, size, size});
                OrtSession.Result result =
                        session.run(Map.of(manifest.path("input").asText(), image))) {
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

    double threshold() {
        return manifest.path("threshold").asDouble(1);
    }

    /** Resized bilinearly, transparent pictures on white: {@code [3, size, size]}, 0 to 1. */
    static float[] planes(Pixels picture, int size) {
        float[] out = new float[3 * size * size];
        for (int y = 0; y < size; y++) {
            double fromY = Math.clamp((y + 0.5) * picture.height() / size - 0.5, 0, picture.height() - 1.0);
            for (int x = 0; x < size; x++) {
                double fromX = Math.clamp((x + 0.5) * picture.width() / size - 0.5, 0, picture.width() - 1.0);
                for (int c = 0; c < 3; c++) {
                    out[(c * size + y) * size + x] = (float) between(picture, fromX, fromY, c);
                }
            }
        }
        return out;
    }

    private static double between(Pixels picture, double x, double y, int c) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, picture.width() - 1);
        int bottom = Math.min(top + 1, picture.height() - 1);
        double across = x - left;
        double above = at(picture, left, top, c) * (1 - across) + at(picture, right, top, c) * across;
        double below = at(picture, left, bottom, c) * (1 - across) + at(picture, right, bottom, c) * across;
        return above + (below - above) * (y - top);
    }

    private static double at(Pixels picture, int x, int y, int c) {
        int pixel = (y * picture.width() + x) * picture.channels();
        double colour = (picture.data()[pixel + c] & 0xff) / 255.0;
        if (picture.channels() == 3) {
            return colour;
        }
        double alpha = (picture.data()[pixel + 3] & 0xff) / 255.0;
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
