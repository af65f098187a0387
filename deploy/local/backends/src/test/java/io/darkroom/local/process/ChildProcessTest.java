package io.darkroom.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.rules.UsesServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesServers
class ChildProcessTest {
    @TempDir
    Path temporary;

    private Path folder;
    private ChildProcess process;

    @BeforeEach
    void makeAFolderWithASpace() throws Exception {
        folder = Files.createDirectories(temporary.resolve("a folder"));
    }

    @AfterEach
    void leaveNothing() {
        if (process != null && process.isAlive()) {
            process.kill9();
        }
    }

    @Test
    void runsTheCommandWithItsArgumentsAndEnvironmentIntoTheLog() throws Exception {
        process = ChildProcess.start(
                spec("echo \"$1 | $COLOUR\"; exit 7", "two words").withEnvironment(Map.of("COLOUR", "deep red")));
        assertThat(process.onExit().get()).isEqualTo(7);
        assertThat(log()).isEqualTo("two words | deep red\n");
    }

    @Test
    void aMissingProgramIsNamedInTheLog() throws Exception {
        process = ChildProcess.start(ProcessSpec.of("x", List.of("/no/such/program"), folder, folder.resolve("x.log")));
        assertThat(process.onExit().get()).isEqualTo(127);
        assertThat(log()).contains("/no/such/program");
    }

    @Test
    void kill9EndsItAtOnceWithTheSignalsStatus() {
        process = ChildProcess.start(spec("trap '' TERM; sleep 600 & wait"));
        process.kill9();
        assertThat(process.isAlive()).isFalse();
        assertThat(process.onExit().join()).isEqualTo(128 + 9);
    }

    @Test
    void stopLetsItEndInOrder() throws Exception {
        process = ChildProcess.start(spec("trap 'echo tidy; exit 3' TERM; echo up; sleep 600 & wait"));
        await().until(() -> log().contains("up"));
        process.stop();
        assertThat(process.onExit().join()).isEqualTo(3);
        assertThat(log()).contains("tidy");
    }

    @Test
    void stopKillsAProcessThatIgnoresSigterm() {
        process = ChildProcess.start(
                spec("trap '' TERM; echo up; while :; do sleep 1; done").withGrace(Duration.ofSeconds(1)));
        await().until(() -> log().contains("up"));
        process.stop();
        assertThat(process.onExit().join()).isEqualTo(128 + 9);
    }

    @Test
    void aFrozenProcessDoesNothingUntilItIsThawed() throws Exception {
        process = ChildProcess.start(spec("while :; do echo beat; sleep 0.05; done"));
        await().until(() -> log().contains("beat"));
        process.freeze();
        await().until(() -> state(process.pid()).startsWith("T"));
        assertThat(process.isAlive()).isTrue();
        process.thaw();
        await().until(() -> !state(process.pid()).startsWith("T"));
    }

    @Test
    void stopReachesAFrozenProcess() {
        process = ChildProcess.start(spec("trap 'exit 4' TERM; echo up; while :; do sleep 0.05; done"));
        await().until(() -> log().contains("up"));
        process.freeze();
        process.stop();
        assertThat(process.onExit().join()).isEqualTo(4);
    }

    @Test
    void theChildEndsWhenItsGuardIsKilled() {
        process = ChildProcess.start(spec("sleep 600 & wait"));
        ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();
        child.parent().orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> isGone(child.pid()));
    }

    /** The launcher cannot tidy up after kill -9: the kernel closing its end of the pipe must do. */
    @Test
    void nothingOutlivesALauncherThatIsKilled() throws Exception {
        Process launcher = new ProcessBuilder(ProcessSpec.java(
                        List.of(), System.getProperty("java.class.path"), Launcher.class.getName(), folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = launcher.inputReader(StandardCharsets.US_ASCII)) {
            ProcessHandle obedient =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            ProcessHandle stubborn =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            ProcessHandle frozen =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            ProcessHandle grandchild =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            List<ProcessHandle> all = List.of(obedient, stubborn, frozen, grandchild);
            assertThat(all).allMatch(ProcessHandle::isAlive);

            launcher.destroyForcibly();

            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(all).allMatch(process -> isGone(process.pid())));
        } finally {
            launcher.destroyForcibly();
        }
    }

    /** Starts children of all sorts, prints their pids and waits to be killed. */
    static final class Launcher {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            ProcessSpec obedient = script(folder, "obedient", "sleep 600 & wait");
            ProcessSpec stubborn = script(folder, "stubborn", "trap '' TERM; sleep 600 & echo $!; wait; wait")
                    .withGrace(Duration.ofSeconds(1));
            ProcessSpec frozen = script(folder, "frozen", "sleep 600 & wait");
            System.out.println(ChildProcess.start(obedient).pid());
            System.out.println(ChildProcess.start(stubborn).pid());
            ChildProcess third = ChildProcess.start(frozen);
            third.freeze();
            System.out.println(third.pid());
            await().until(() -> Files.size(stubborn.log()) > 0);
            System.out.println(Files.readString(stubborn.log()).strip());
            Thread.currentThread().join();
        }
    }

    private ProcessSpec spec(String script, String... arguments) {
        return script(folder, "x", script, arguments);
    }

    private static ProcessSpec script(Path folder, String name, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, name));
        command.addAll(List.of(arguments));
        return ProcessSpec.of(name, command, folder, folder.resolve(name + ".log"));
    }

    private String log() throws Exception {
        Path log = folder.resolve("x.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** An orphan that ended may stay as a zombie: not every container's first process reaps. */
    private static boolean isGone(long pid) {
        String state = state(pid);
        return state.isEmpty() || state.startsWith("Z");
    }

    private static String state(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid)).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
