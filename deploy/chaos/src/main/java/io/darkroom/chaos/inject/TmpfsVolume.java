package io.darkroom.chaos.inject;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A folder with a file system of its own, in memory, that can be filled up. Mounting needs Linux and root. */
public final class TmpfsVolume implements AutoCloseable {
    /** Room for the outputs of some ten thousand jobs of the tiny model. */
    private static final int MEBIBYTES = 512;

    private static final String SOURCE = "darkroom-chaos";
    private static final String BALLAST = ".ballast";
    private static final long SECONDS = 20;

    private final Path folder;

    private TmpfsVolume(Path folder) {
        this.folder = folder;
    }

    /** Empty where mounting is not allowed. */
    public static Optional<TmpfsVolume> mount(Path folder) throws InterruptedException {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean mounted = succeeds(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=" + MEBIBYTES + "m,mode=700",
                    SOURCE,
                    folder.toAbsolutePath().toString());
            return mounted ? Optional.of(new TmpfsVolume(folder)) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** A killed run may leave a mount that would block the next one. */
    public static void unmountLeftover(Path folder) throws InterruptedException {
        try {
            if (Files.isDirectory(folder) && Files.getFileStore(folder).name().equals(SOURCE)) {
                new TmpfsVolume(folder).close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    /** Fills all free space; what becomes free meanwhile may be used by others. */
    void fill() {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
            while (folder.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException e) {
            // No space is left, as intended.
        }
    }

    void empty() {
        try {
            Files.deleteIfExists(folder.resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make room in " + folder, e);
        }
    }

    /** Its content is lost. */
    @Override
    public void close() throws InterruptedException, IOException {
        if (!succeeds("umount", folder.toAbsolutePath().toString())) {
            throw new IOException("cannot unmount " + folder + "; try: umount " + folder.toAbsolutePath());
        }
    }
}
