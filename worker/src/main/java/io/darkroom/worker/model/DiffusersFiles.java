package io.darkroom.worker.model;

import static io.darkroom.worker.model.ManifestReader.require;

import io.darkroom.worker.model.DiffusersLayout.Encoder;
import io.darkroom.worker.model.ModelManifest.ModelFile;
import io.darkroom.worker.onnx.OnnxException;
import io.darkroom.worker.onnx.OnnxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a Diffusers layout that are used, and their digests. */
final class DiffusersFiles {
    /** Folders are one level deep; names are as exporters write them. */
    private static final Pattern USED = Pattern.compile("(unet|transformer|vae_encoder|vae_decoder"
            + "|text_encoder(_[23])?|tokenizer(_[23])?|scheduler)/[A-Za-z0-9_][A-Za-z0-9._-]{0,127}"
            + "|" + DiffusersReader.FILE + "|" + DiffusersReader.NOTES);

    private DiffusersFiles() {}

    /** @param pinned digests that the files must have; null: any */
    static DiffusersFolder verify(Path folder, DiffusersLayout layout, @Nullable List<ModelFile> pinned)
            throws IOException {
        String model = layout.id();
        TreeMap<String, String> digests = new TreeMap<>();
        long bytes = 0;
        for (Path file : files(folder)) {
            String name = folder.relativize(file).toString();
            require(
                    model,
                    Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
                    name + " is not a regular file; copy the export without links (cp -rL)");
            digests.put(name, ManifestReader.sha256(file));
            bytes += Files.size(file);
        }
        if (pinned != null) {
            compare(model, digests, pinned);
        }
        for (String name : digests.keySet()) {
            if (name.endsWith(".onnx")) {
                requireSiblings(model, folder, name, digests);
            }
        }
        require(
                model,
                digests.containsKey(layout.denoiser().file()),
                layout.denoiser().file() + " is missing");
        require(model, digests.containsKey(DiffusersFolder.VAE_DECODER), DiffusersFolder.VAE_DECODER + " is missing");
        layout.text()
                .encoders()
                .forEach(it -> require(model, digests.containsKey(it.network()), it.network() + " is missing"));
        layout.text().encoders().forEach(it -> requireTokenizer(model, it, digests));
        require(
                model,
                layout.denoiser().inputChannels() == layout.vae().channels()
                        || digests.containsKey(DiffusersFolder.VAE_ENCODER),
                DiffusersFolder.VAE_ENCODER + " is missing, without which "
                        + layout.denoiser().file() + ", an inpainting network, cannot be given the masked image");
        return new DiffusersFolder(folder, layout, digests, bytes, digest(digests));
    }

    private static void requireTokenizer(String model, Encoder encoder, Map<String, String> digests) {
        String part = encoder.tokenizer() + "/";
        boolean clip = encoder.kind() == Encoder.Kind.CLIP
                && digests.containsKey(part + "vocab.json")
                && digests.containsKey(part + "merges.txt");
        require(
                model,
                clip || digests.containsKey(part + "tokenizer.json"),
                part
                        + (encoder.kind() == Encoder.Kind.CLIP
                                ? " has neither vocab.json and merges.txt nor tokenizer.json"
                                : " has no tokenizer.json"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.filter(file ->
                            USED.matcher(folder.relativize(file).toString()).matches())
                    .toList();
        }
    }

    private static void compare(String model, Map<String, String> digests, List<ModelFile> pinned) {
        for (ModelFile file : pinned) {
            String found = digests.get(file.path());
            require(model, found != null, file.path() + " is missing, which darkroom.json lists");
            require(
                    model,
                    file.sha256().equals(found),
                    "the SHA-256 of " + file.path() + " is not the one in darkroom.json; copy it again");
        }
        digests.keySet()
                .removeIf(name -> !name.equals(DiffusersReader.NOTES)
                        && pinned.stream().noneMatch(file -> file.path().equals(name)));
    }

    /** ONNX Runtime would open any path that the file names. */
    private static void requireSiblings(String model, Path folder, String name, Map<String, String> digests)
            throws IOException {
        String part = name.substring(0, name.indexOf('/') + 1);
        try {
            for (String other : OnnxFile.externalData(folder.resolve(name))) {
                require(
                        model,
                        digests.containsKey(part + other),
                        name + " keeps weights in '" + other + "', which is not one of the files beside it");
            }
        } catch (OnnxException e) {
            throw new ModelRejectedException(model, name + ": " + e.getMessage(), e);
        }
    }

    private static String digest(TreeMap<String, String> digests) {
        StringBuilder list = new StringBuilder();
        digests.forEach(
                (name, digest) -> list.append(digest).append("  ").append(name).append('\n'));
        return ManifestReader.sha256(list.toString().getBytes(StandardCharsets.UTF_8));
    }
}
