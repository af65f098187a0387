package io.darkroom.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * As much of kustomize as the overlays use, so that their rules are held where no kubectl is installed: resources, components,
 * namespace, labels, images, and JSON patches. Anything else in a kustomization is refused.
 */
final class Kustomization {
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "components", "namespace", "labels", "images", "patches");
    private static final Set<String> WITHOUT_NAMESPACE = Set.of("Namespace", "PriorityClass");

    private final Path folder;
    private final JsonNode said;
    private final Map<String, JsonNode> manifests;

    private Kustomization(Path folder, Map<String, JsonNode> manifests) throws IOException {
        this.folder = folder;
        this.said = Manifests.read(folder.resolve("kustomization.yaml")).getFirst();
        this.manifests = manifests;
        said.fieldNames().forEachRemaining(field -> {
            if (!KNOWN.contains(field)) {
                throw new IllegalStateException(folder + " uses " + field + ", which is not understood here");
            }
        });
    }

    /** By kind and name. */
    static Map<String, JsonNode> render(Path overlay) throws IOException {
        Map<String, JsonNode> manifests = new LinkedHashMap<>();
        new Kustomization(overlay, manifests).apply();
        return new TreeMap<>(manifests);
    }

    private void apply() throws IOException {
        for (JsonNode resource : said.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            Map<String, JsonNode> found =
                    Files.isDirectory(path) ? render(path) : Manifests.byName(Manifests.read(path));
            found.forEach((name, manifest) -> {
                if (manifests.put(name, manifest) != null) {
                    throw new IllegalStateException(name + " is there twice");
                }
            });
        }
        for (JsonNode component : said.path("components")) {
            new Kustomization(folder.resolve(component.asText()).normalize(), manifests).apply();
        }
        for (JsonNode patch : said.path("patches")) {
            patch(patch);
        }
        manifests.values().forEach(manifest -> decorate((ObjectNode) manifest));
    }

    private void decorate(ObjectNode manifest) {
        String namespace = said.path("namespace").asText();
        if (!namespace.isEmpty()
                && !WITHOUT_NAMESPACE.contains(manifest.path("kind").asText())) {
            manifest.withObject("/metadata").put("namespace", namespace);
        }
        for (JsonNode label : said.path("labels")) {
            ObjectNode labels = manifest.withObject("/metadata").withObject("/labels");
            label.path("pairs").properties().forEach(pair -> labels.set(pair.getKey(), pair.getValue()));
        }
        for (JsonNode image : said.path("images")) {
            for (JsonNode container : manifest.findValues("containers")) {
                container.forEach(one -> rename((ObjectNode) one, image));
            }
        }
    }

    private static void rename(ObjectNode container, JsonNode image) {
        String used = container.path("image").asText();
        String name = image.path("name").asText();
        if (used.startsWith(name + ":")) {
            String tag = image.path("newTag").asText(used.substring(name.length() + 1));
            container.put("image", image.path("newName").asText(name) + ":" + tag);
        }
    }

    private void patch(JsonNode patch) throws IOException {
        String name = patch.at("/target/kind").asText() + "/"
                + patch.at("/target/name").asText();
        JsonNode target = manifests.get(name);
        if (target == null) {
            throw new IllegalStateException(folder + " patches " + name + ", which is not there");
        }
        String text = patch.has("path")
                ? Files.readString(folder.resolve(patch.path("path").asText()))
                : patch.path("patch").asText();
        for (JsonNode operation : Manifests.parse(text).getFirst()) {
            change(target, operation);
        }
    }

    /** RFC 6902, add and replace. */
    private static void change(JsonNode target, JsonNode operation) {
        List<String> steps =
                List.of(operation.path("path").asText().substring(1).split("/"));
        JsonNode parent = target;
        for (String step : steps.subList(0, steps.size() - 1)) {
            parent = child(parent, step);
        }
        String last = unescaped(steps.getLast());
        boolean add = operation.path("op").asText().equals("add");
        JsonNode value = operation.path("value");
        if (!add
                && (!operation.path("op").asText().equals("replace")
                        || child(parent, last).isMissingNode())) {
            throw new IllegalStateException("cannot do " + operation);
        }
        switch (parent) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when add && last.equals("-") -> array.add(value);
            case ArrayNode array when !add -> array.set(Integer.parseInt(last), value);
            default -> throw new IllegalStateException("cannot do " + operation);
        }
    }

    private static JsonNode child(JsonNode parent, String step) {
        return parent.isArray() ? parent.path(Integer.parseInt(step)) : parent.path(unescaped(step));
    }

    private static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }
}
