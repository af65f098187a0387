package io.darkroom.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.rules.UsesServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesServers
class ComponentTest {
    @TempDir
    Path folder;

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private Component component;

    @AfterEach
    void leaveNothing() {
        component.stop();
    }

    @Test
    void isReadyOnlyWhenTheProbeSucceeds() throws Exception {
        component = component("sleep 0.3; touch ready; sleep 600 & wait", true);
        component.start();
        component.awaitReady();
        assertThat(folder.resolve("ready")).exists();
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheLog() {
        component = component("echo the reason; exit 5", false);
        component.start();
        assertThatThrownBy(component::awaitReady)
                .isInstanceOf(ComponentException.class)
                .hasMessageContaining("thing ended with status 5 before it was ready")
                .hasMessageContaining("the reason");
    }

    @Test
    void aStartThatTakesTooLongFails() {
        component = new Component(
                ProcessSpec.of("thing", List.of("sleep", "600"), folder, folder.resolve("thing.log")),
                () -> false,
                Duration.ofMillis(300),
                false,
                notices::add);
        component.start();
        assertThatThrownBy(component::awaitReady).hasMessageContaining("thing was not ready after");
    }

    @Test
    void aSupervisedComponentThatDiesIsRestartedAndReported() throws Exception {
        component = component("touch ready; sleep 600 & wait", true);
        component.restart();
        long first = component.pid();
        component.kill9();
        await().until(() -> component.isAlive() && component.pid() != first);
        assertThat(component.restarts()).isEqualTo(1);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains("thing was killed by signal 9", "starts again in 250 ms");
    }

    /** Regression: two parts that start at once and a file that lists all parts deadlocked. */
    @Test
    void canBeReadWhileItsListenerRuns() {
        component = component("touch ready; sleep 600 & wait", false);
        CompletableFuture<Long> seen = new CompletableFuture<>();
        component.whenStarted(() -> {
            Thread.ofVirtual().start(() -> seen.complete(component.isAlive() ? component.pid() : component.restarts()));
            assertThat(seen).succeedsWithin(Duration.ofSeconds(10));
        });
        component.start();
        assertThat(seen).isCompletedWithValue(component.pid());
    }

    @Test
    void aComponentThatMayExitIsNotRestartedUntilStarted() throws Exception {
        component = component("touch ready; until [ -e go ]; do sleep 0.05; done; rm go", true);
        component.mayExit();
        component.restart();
        Files.createFile(folder.resolve("go"));
        await().until(() -> notices.contains("thing exited: it was not needed any more"));
        assertThat(component.isAlive()).isFalse();
        assertThat(component.restarts()).isZero();
        component.restart();
        component.kill9();
        await("a death is still a death").until(() -> component.restarts() == 1);
    }

    @Test
    void anUnsupervisedComponentStaysDeadUntilItIsRestarted() throws Exception {
        component = component("touch ready; sleep 600 & wait", false);
        component.restart();
        component.kill9();
        await().until(() -> !notices.isEmpty());
        assertThat(component.isAlive()).isFalse();
        component.restart();
        assertThat(component.isAlive()).isTrue();
    }

    @Test
    void aStoppedComponentIsNotStartedAgain() throws Exception {
        component = component("touch ready; sleep 600 & wait", true);
        component.restart();
        component.stop();
        assertThat(component.isAlive()).isFalse();
        assertThat(notices).isEmpty();
    }

    private Component component(String script, boolean supervised) {
        ProcessSpec spec = ProcessSpec.of("thing", List.of("bash", "-c", script), folder, folder.resolve("thing.log"));
        return new Component(
                spec, () -> Files.exists(folder.resolve("ready")), Duration.ofSeconds(20), supervised, notices::add);
    }
}
