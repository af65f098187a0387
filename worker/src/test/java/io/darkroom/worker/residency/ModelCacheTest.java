package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.platform.telemetry.metric.Meters;
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
    private final ModelCache cache = new ModelCache(
            10, Duration.ofMillis(50), Networks::close, System::nanoTime, new ModelCacheMeters(Meters.unread()));

    private ModelCache.CachedModel model(String id, long bytes) {
        return cache.add(id, bytes, () -> {
            log.add("open " + id);
            return new Named(id);
        });
    }

    /** Networks that only log when they are closed. */
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
        public boolean takesAnySize() {
            return false;
        }

        @Override
        public void close() {
            log.add("close " + id);
        }
    }

    private static void use(ModelCache.CachedModel model) {
        model.acquire();
        model.release();
    }

    @Test
    void unloadsTheLeastRecentlyUsedModel() {
        ModelCache.CachedModel a = model("a", 4);
        ModelCache.CachedModel b = model("b", 4);
        ModelCache.CachedModel c = model("c", 4);
        use(a);
        use(b);
        use(a);
        assertThat(cache.warm()).containsExactly("a", "b");
        use(c);
        assertThat(cache.warm()).containsExactly("a", "c");
        use(b);
        assertThat(log).containsExactly("open a", "open b", "close b", "open c", "close a", "open b");
        cache.close();
        assertThat(cache.warm()).isEmpty();
        assertThat(log).endsWith("close b", "close c");
    }

    @Test
    void doesNotUnloadAModelInUse() {
        ModelCache.CachedModel a = model("a", 6);
        ModelCache.CachedModel b = model("b", 6);
        Networks held = a.acquire();
        assertThatThrownBy(b::acquire)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.OUT_OF_MEMORY))
                .hasMessageContaining("no room for model 'b'");
        assertThat(a.networks()).isSameAs(held);
        a.release();
        use(b);
        assertThat(cache.warm()).containsExactly("b");
        assertThatThrownBy(a::networks).hasMessageContaining("not in memory");
    }

    @Test
    void rejectsAModelLargerThanTheBudget() {
        assertThatThrownBy(() -> model("huge", 11)).hasMessageContaining("darkroom.engine.memory");
    }

    @Test
    void aModelThatDoesNotLoadTakesNoRoom() {
        ModelCache.CachedModel broken = cache.add("broken", 10, () -> {
            throw new EngineException(EngineException.Reason.BROKEN, "no");
        });
        assertThatThrownBy(broken::acquire).hasMessageContaining("no");
        use(model("a", 10));
        assertThat(cache.warm()).containsExactly("a");
    }

    @Test
    void isLoadedOnceForAllWaitingJobs() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ModelCache.CachedModel slow = cache.add("slow", 6, () -> {
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
            Callable<Networks> acquire = slow::acquire;
            Future<Networks> first = jobs.submit(acquire);
            assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Networks> second = jobs.submit(acquire);
            // Neither heartbeats nor other models wait for it.
            assertThat(cache.warm()).isEmpty();
            use(model("a", 4));
            go.countDown();
            assertThat(first.get()).isSameAs(second.get());
        }
        assertThat(log).containsExactly("open a", "open slow");
    }
}
