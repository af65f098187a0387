package io.darkroom.worker.model;

import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.model.MirrorIndex.Copied;
import io.darkroom.worker.model.RemoteModels.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Mirrors a remote source to a directory. Copied files are recorded in an index with their digests, so that only changed files are
 * copied again; an interrupted copy resumes where it stopped. Files that the mirror did not copy, such as models that an operator put
 * into the directory, are left alone.
 */
final class ModelMirror {
    private static final Logger LOG = Logger.getLogger(ModelMirror.class);
    private static final String INDEX = ".mirror.json";
    private static final String PART = ".part";

    /** The model's folder, at most one more, and a file: names that cannot lead out of the directory. */
    private static final Pattern SAFE = Pattern.compile(
            "[a-z0-9][a-z0-9._-]{0,63}(/[A-Za-z0-9_][A-Za-z0-9_-]{0,63})?/[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private final Path directory;
    private final Map<String, Copied> index;

    private ModelMirror(Path directory) throws IOException {
        this.directory = directory;
        Path file = directory.resolve(INDEX);
        this.index = new HashMap<>(
                Files.exists(file)
                        ? Json.mapper()
                                .readValue(Files.readAllBytes(file), MirrorIndex.class)
                                .files()
                        : Map.of());
    }

    /** @throws IOException if the source or the disk fails; files in place stay as they are */
    static void update(Path directory, RemoteModels remote) throws IOException {
        Files.createDirectories(directory);
        ModelMirror mirror = new ModelMirror(directory);
        List<RemoteFile> files = remote.list().stream()
                .filter(file -> {
                    boolean safe = SAFE.matcher(file.path()).matches();
                    if (!safe) {
                        LOG.warnf("'%s' is not copied: it is not a valid path of a model file", file.path());
                    }
                    return safe;
                })
                .toList();
        for (RemoteFile file : files) {
            mirror.copy(file, remote);
        }
        mirror.removeDeleted(files.stream().map(RemoteFile::path).toList());
    }

    private void copy(RemoteFile file, RemoteModels remote) throws IOException {
        Path target = directory.resolve(file.path());
        Copied copied = index.get(file.path());
        if (copied != null
                && copied.tag().equals(file.tag())
                && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.size(target) == file.bytes()
                && ManifestReader.sha256(target).equals(copied.sha256())) {
            return;
        }
        Path folder = target.resolveSibling("");
        Files.createDirectories(folder);
        if (!folder.toRealPath().startsWith(directory.toRealPath())) {
            throw new IOException(folder + " is a link that leads out of " + directory);
        }
        Path part = target.resolveSibling(target.getFileName() + "." + tagName(file) + PART);
        fetch(file, remote, part);
        String digest = ManifestReader.sha256(part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        index.put(file.path(), new Copied(file.tag(), file.bytes(), digest));
        write();
        LOG.infof("copied %s, %d bytes, SHA-256 %s", file.path(), file.bytes(), digest);
    }

    /** The tag is part of the file name, so that only a copy of the same contents is resumed. */
    private static String tagName(RemoteFile file) {
        return file.tag().replaceAll("[^A-Za-z0-9]", "");
    }

    private static void fetch(RemoteFile file, RemoteModels remote, Path part) throws IOException {
        long have = Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) ? Files.size(part) : 0;
        if (have > file.bytes()) {
            Files.delete(part);
            have = 0;
        }
        if (have < file.bytes() || file.bytes() == 0) {
            try (InputStream in = remote.read(file, have);
                    OutputStream out =
                            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                in.transferTo(out);
            }
        }
        if (Files.size(part) != file.bytes()) {
            throw new IOException(file.path() + " was interrupted at " + Files.size(part) + " of " + file.bytes()
                    + " bytes; the next start resumes there");
        }
    }

    /** Deletes files that were copied earlier and are no longer at the source. */
    private void removeDeleted(List<String> present) throws IOException {
        for (String path : List.copyOf(index.keySet())) {
            if (!present.contains(path) && SAFE.matcher(path).matches()) {
                Files.deleteIfExists(directory.resolve(path));
                index.remove(path);
                write();
            }
        }
    }

    private void write() throws IOException {
        Path fresh = directory.resolve(INDEX + PART);
        Files.write(fresh, Json.mapper().writeValueAsBytes(new MirrorIndex(index)));
        Files.move(
                fresh, directory.resolve(INDEX), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
