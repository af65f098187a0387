package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.ort.Codec;
import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.Prompts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelCacheTest {
    private final List<String> log = new ArrayList<>();
    private final ModelCache shelf = new ModelCache(10, Duration.ofMillis(50), Networks::close);

    private ModelCache.Place place(String id, long bytes) {
        return shelf.add(id, bytes, () -> {
            log.add("open " + id);
            return new Named(id);
        });
    }

    /** Networks that only say when they are closed. */
    private final class Named implements Networks {
        private final String id;

        Named(String id) {
            this.id = id;
        }

        @Override
        public Denoiser denoiser(Size size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Codec codec(Size size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Prompts prompts() {
            return null;
        }

        @Override
        public String precision() {
            return "fp32";
        }

        @Override
        public boolean anySize() {
            return false;
        }

        @Override
        public void close() {
            log.add("close " + id);
        }
    }

    private static void use(ModelCache.Place place) {
        place.take();
        place.giveBack();
    }

    @Test
    void theOneIdleLongestGoesFirst() {
        ModelCache.Place a = place("a", 4);
        ModelCache.Place b = place("b", 4);
        ModelCache.Place c = place("c", 4);
        use(a);
        use(b);
        use(a);
        assertThat(shelf.warm()).containsExactly("a", "b");
        use(c);
        assertThat(shelf.warm()).containsExactly("a", "c");
        use(b);
        assertThat(log).containsExactly("open a", "open b", "close b", "open c", "close a", "open b");
        shelf.close();
        assertThat(shelf.warm()).isEmpty();
        assertThat(log).endsWith("close b", "close c");
    }

    @Test
    void whoIsInUseStays() {
        ModelCache.Place a = place("a", 6);
        ModelCache.Place b = place("b", 6);
        Networks held = a.take();
        assertThatThrownBy(b::take)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.OUT_OF_MEMORY))
                .hasMessageContaining("no room for model 'b'");
        assertThat(a.networks()).isSameAs(held);
        a.giveBack();
        use(b);
        assertThat(shelf.warm()).containsExactly("b");
        assertThatThrownBy(a::networks).hasMessageContaining("not in memory");
    }

    @Test
    void refusesWhatNeverFits() {
        assertThatThrownBy(() -> place("huge", 11)).hasMessageContaining("darkroom.engine.memory");
    }

    @Test
    void aModelThatDoesNotLoadTakesNoRoom() {
        ModelCache.Place broken = shelf.add("broken", 10, () -> {
            throw new EngineException(EngineException.Reason.BROKEN, "no");
        });
        assertThatThrownBy(broken::take).hasMessageContaining("no");
        use(place("a", 10));
        assertThat(shelf.warm()).containsExactly("a");
    }

    @Test
    void isLoadedOnceForAllWhoWait() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ModelCache.Place slow = shelf.add("slow", 6, () -> {
            loading.countDown();
            try {
                assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            log.add("open slow");
            return new Named("slow");
        });
        try (ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Networks> take = slow::take;
            Future<Networks> first = jobs.submit(take);
            assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Networks> second = jobs.submit(take);
            // Neither heartbeats nor other models wait for it.
            assertThat(shelf.warm()).isEmpty();
            use(place("a", 4));
            go.countDown();
            assertThat(first.get()).isSameAs(second.get());
        }
        assertThat(log).containsExactly("open a", "open slow");
    }
}
