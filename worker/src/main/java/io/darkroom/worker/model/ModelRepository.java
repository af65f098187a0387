package io.darkroom.worker.model;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The configured directory of models. Each folder is accepted or rejected for itself. */
@ApplicationScoped
public class ModelRepository {
    private final Path directory;

    public ModelRepository(ModelsConfig config) {
        this.directory = config.directory();
    }

    /**
     * What a look at the directory found.
     *
     * @param folders verified ones, by name
     * @param rejected why the others are not served, by folder name
     */
    public record Found(List<VerifiedModel> folders, Map<String, String> rejected) {
        public Found {
            folders = List.copyOf(folders);
            rejected = Map.copyOf(rejected);
        }
    }

    /** Reads and verifies every model folder; hashes every file, so it takes a second per gigabyte. */
    public Found scan() {
        List<VerifiedModel> folders = new ArrayList<>();
        Map<String, String> rejected = new LinkedHashMap<>();
        for (Path folder : candidates()) {
            String name = String.valueOf(folder.getFileName());
            try {
                folders.add(read(folder));
            } catch (ModelRejectedException e) {
                rejected.put(name, String.valueOf(e.getMessage()));
            }
        }
        return new Found(folders, rejected);
    }

    private static VerifiedModel read(Path folder) {
        return Files.exists(folder.resolve(ManifestReader.FILE))
                ? ManifestReader.read(folder)
                : DiffusersReader.read(folder);
    }

    private List<Path> candidates() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .filter(entry -> Files.exists(entry.resolve(ManifestReader.FILE))
                            || Files.exists(entry.resolve(DiffusersReader.FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot list the models in " + directory + "; check darkroom.models.directory and its rights", e);
        }
    }
}
