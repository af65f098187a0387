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

/** The configured directory of models. Each folder is accepted or rejected on its own. */
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

    /** @param remote source from which the directory is updated before each scan */
    ModelRepository(Path directory, Supplier<Optional<RemoteModels>> remote) {
        this.directory = directory;
        this.remote = remote;
    }

    /**
     * The result of a scan.
     *
     * @param models verified ones, by name
     * @param rejected reasons why the others are not served, by folder name
     */
    public record Scan(List<VerifiedModel> models, Map<String, String> rejected) {
        public Scan {
            models = List.copyOf(models);
            rejected = Map.copyOf(rejected);
        }
    }

    /** Reads and verifies every model folder; hashes every file, so it takes a second per gigabyte. */
    public Scan scan() {
        remote.get().ifPresent(this::update);
        List<VerifiedModel> models = new ArrayList<>();
        Map<String, String> rejected = new LinkedHashMap<>();
        for (Path folder : candidates()) {
            String name = String.valueOf(folder.getFileName());
            try {
                models.add(read(folder));
            } catch (ModelRejectedException e) {
                rejected.put(name, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                // One faulty folder must not keep the worker from serving the others.
                LOG.warnf(e, "model folder %s", name);
                rejected.put(name, new ModelRejectedException(name, "it cannot be read: " + e, e).getMessage());
            }
        }
        return new Scan(models, rejected);
    }

    /** If the source is not available, the files of earlier updates are used: they are complete and have digests. */
    private void update(RemoteModels source) {
        try (source) {
            ModelMirror.update(directory, source);
        } catch (IOException e) {
            LOG.errorf("cannot update the models; serving those in %s: %s", directory, e.getMessage());
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
                    "cannot list the models in " + directory + "; check darkroom.models.directory and its permissions",
                    e);
        }
    }
}
