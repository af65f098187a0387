package io.darkroom.worker.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The configured directory of models. Each folder is accepted or rejected for itself. */
@ApplicationScoped
public class ModelRepository {
    private static final Logger LOG = Logger.getLogger(ModelRepository.class);

    private final Path directory;
    private final Supplier<Optional<RemoteModels>> remote;

    @Inject
    public ModelRepository(ModelsConfig config, MirrorConfig mirror) {
        this(config.directory(), () -> mirror.source().map(source -> new S3Models(mirror, source)));
    }

    public ModelRepository(ModelsConfig config) {
        this(config.directory(), Optional::empty);
    }

    /** @param remote from where the directory is brought up to date before each look at it */
    ModelRepository(Path directory, Supplier<Optional<RemoteModels>> remote) {
        this.directory = directory;
        this.remote = remote;
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
        remote.get().ifPresent(this::update);
        List<VerifiedModel> folders = new ArrayList<>();
        Map<String, String> rejected = new LinkedHashMap<>();
        for (Path folder : candidates()) {
            String name = String.valueOf(folder.getFileName());
            try {
                folders.add(read(folder));
            } catch (ModelRejectedException e) {
                rejected.put(name, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                // One odd folder must not keep the worker from serving the others.
                LOG.warnf(e, "model folder %s", name);
                rejected.put(name, new ModelRejectedException(name, "it cannot be looked at: " + e, e).getMessage());
            }
        }
        return new Found(folders, rejected);
    }

    /** What was copied earlier is good enough for today: whole files with their digests. */
    private void update(RemoteModels source) {
        try (source) {
            ModelMirror.update(directory, source);
        } catch (IOException e) {
            LOG.errorf("models could not be brought up to date, those in %s are served: %s", directory, e.getMessage());
        }
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
