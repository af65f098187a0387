package io.darkroom.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store must do, the fake and the real one. */
public abstract class ObjectStoreContract {
    private final String prefix = "contract/" + UUID.randomUUID() + "/";

    protected abstract ObjectStore store();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void givesBackWhatWasPut() {
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        store().put(prefix + "large", large, "image/png");
        assertThat(store().get(prefix + "large", 300_000)).hasValue(large);
    }

    @Test
    void overwritesOnPut() {
        store().put(prefix + "a", bytes("one"), "text/plain");
        store().put(prefix + "a", bytes("two"), "text/plain");
        assertThat(store().get(prefix + "a", 10)).hasValue(bytes("two"));
    }

    @Test
    void hasNothingUnderAnUnusedKey() {
        assertThat(store().get(prefix + "nothing", 10)).isEmpty();
    }

    @Test
    void refusesAnObjectAboveTheReadersLimit() {
        store().put(prefix + "a", bytes("four"), "text/plain");
        assertThat(store().get(prefix + "a", 4)).isPresent();
        assertThatThrownBy(() -> store().get(prefix + "a", 3)).isInstanceOf(ObjectTooLargeException.class);
    }

    @Test
    void createsOnceAndKeepsTheFirst() {
        assertThat(store().createIfAbsent(prefix + "a", bytes("first"), "application/json"))
                .isTrue();
        assertThat(store().createIfAbsent(prefix + "a", bytes("second"), "application/json"))
                .isFalse();
        assertThat(store().get(prefix + "a", 100)).hasValue(bytes("first"));
    }

    @Test
    void letsExactlyOneOfManyCreate() throws Exception {
        for (int race = 0; race < 10; race++) {
            String key = prefix + "race-" + race;
            CyclicBarrier start = new CyclicBarrier(6);
            List<Callable<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                byte[] mine = bytes("racer " + i);
                racers.add(() -> {
                    start.await();
                    try {
                        return store().createIfAbsent(key, mine, "application/json");
                    } catch (StoreUnavailableException _) {
                        // S3 may ask a loser to try again.
                        return store().createIfAbsent(key, mine, "application/json");
                    }
                });
            }
            List<Boolean> won = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(6)) {
                for (Future<Boolean> result : threads.invokeAll(racers)) {
                    won.add(result.get());
                }
            }
            assertThat(won).containsOnlyOnce(true);
            int winner = won.indexOf(true);
            assertThat(store().get(key, 100)).hasValue(bytes("racer " + winner));
        }
    }

    @Test
    void deletesAndTellsSizes() {
        store().delete(prefix + "gone");
        assertThat(store().size(prefix + "gone")).isEmpty();
        store().put(prefix + "gone", bytes("four"), "text/plain");
        assertThat(store().size(prefix + "gone")).hasValue(4);
        store().delete(prefix + "gone");
        assertThat(store().size(prefix + "gone")).isEmpty();
        assertThat(store().get(prefix + "gone", 10)).isEmpty();
    }

    @Test
    void storesAFile(@TempDir Path folder) throws IOException {
        // Two parts, where an upload has parts.
        byte[] large = new byte[6 << 20];
        large[large.length - 1] = 7;
        Path file = Files.write(folder.resolve("a.tar"), large);
        store().put(prefix + "a.tar", file, "application/x-tar");
        assertThat(store().get(prefix + "a.tar", large.length)).hasValue(large);
    }

    @Test
    void listsAPrefixInOrder() {
        store().put(prefix + "list/b", bytes("two"), "text/plain");
        store().put(prefix + "list/a/1", bytes("one!"), "text/plain");
        store().put(prefix + "listed", bytes("no"), "text/plain");
        List<String> found = new ArrayList<>();
        store().list(prefix + "list/").forEach(object -> found.add(object.key() + " " + object.bytes()));
        assertThat(found).containsExactly(prefix + "list/a/1 4", prefix + "list/b 3");
    }

    @Test
    void passesItsProbeWhileItWorks() {
        store().probe();
        assertThat(store().get(prefix + "nothing", 10)).isEmpty();
    }
}
