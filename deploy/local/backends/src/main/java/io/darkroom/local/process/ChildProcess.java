package io.darkroom.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One run of a command under its guard. It ends when stopped, by itself, or shortly after this JVM ends. */
public final class ChildProcess implements Run, AutoCloseable {
    private static final String GUARD = readGuard();

    private final ProcessSpec spec;
    private final Process guard;
    private final ProcessHandle child;
    private final CompletableFuture<Integer> exit;

    private ChildProcess(ProcessSpec spec, Process guard, ProcessHandle child) {
        this.spec = spec;
        this.guard = guard;
        this.child = child;
        this.exit = guard.onExit().thenApply(this::reap);
    }

    /**
     * Starts it and returns at once; a command that cannot be run exits with 126 or 127 and writes the reason to its log.
     *
     * @throws UncheckedIOException if bash cannot be run or the log cannot be written
     */
    public static ChildProcess start(ProcessSpec spec) {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                GUARD,
                "darkroom-guard",
                spec.log().toString(),
                Long.toString(spec.orphanDelay().toSeconds()),
                Long.toString(spec.grace().toSeconds())));
        command.addAll(spec.command());
        try {
            Files.createDirectories(spec.log().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(spec.directory().toFile());
            builder.environment().putAll(spec.environment());
            Process guard =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new ChildProcess(spec, guard, firstPid(spec, guard));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    private static ProcessHandle firstPid(ProcessSpec spec, Process guard) throws IOException {
        try (BufferedReader reader = guard.inputReader(StandardCharsets.US_ASCII)) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("its guard ended at once; can " + spec.log() + " be written?");
            }
            // A child that is gone already has no handle of its own; the guard's stands in and ends as well.
            return ProcessHandle.of(Long.parseLong(line)).orElse(guard.toHandle());
        }
    }

    private int reap(Process ended) {
        try {
            // If the guard was killed, the end of this pipe makes its watcher end the child.
            ended.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is closed already, as intended.
        }
        return ended.exitValue();
    }

    public String name() {
        return spec.name();
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public boolean isAlive() {
        return guard.isAlive();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    @Override
    public void kill9() {
        child.destroyForcibly();
        exit.join();
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void stop() {
        terminate();
        try {
            if (!awaitExit(spec.grace())) {
                kill9();
            }
        } catch (InterruptedException e) {
            kill9();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void terminate() {
        if (isAlive()) {
            child.destroy();
            thaw();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** By the shell's own {@code kill}: the program of that name is missing on small systems. */
    private void signal(String signal) {
        try {
            new ProcessBuilder("bash", "-c", "kill -\"$1\" \"$2\" 2>/dev/null", "kill", signal, Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + signal + " to " + name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readGuard() {
        try (InputStream script = ChildProcess.class.getResourceAsStream("guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("guard.sh is missing from the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read guard.sh", e);
        }
    }
}
