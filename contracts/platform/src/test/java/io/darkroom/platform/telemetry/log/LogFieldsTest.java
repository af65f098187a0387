package io.darkroom.platform.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void lastUntilTheyAreClosedAndGiveBackWhatWasThere() {
        try (LogFields _ = LogFields.of("job", "outer")) {
            try (LogFields inner = LogFields.of(Map.of("job", "inner", "trace", ""))) {
                inner.and("attempt", "1").and("attempt", "2");
                assertThat(MDC.getMap()).isEqualTo(Map.of("job", "inner", "attempt", "2"));
            }
            assertThat(MDC.getMap()).isEqualTo(Map.of("job", "outer"));
        }
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void goWithWorkToAThreadThatWasThereBeforeAndDoNotStayThere() throws Exception {
        try (var pool = Executors.newSingleThreadExecutor()) {
            pool.submit(() -> MDC.put("job", "the pool's own")).get();
            Callable<Object> work;
            try (LogFields _ = LogFields.of("job", "mine")) {
                work = LogFields.handedOver(() -> MDC.get("job"));
            }
            assertThat(pool.submit(work).get()).isEqualTo("mine");
            assertThat(pool.submit(() -> MDC.get("job")).get()).isEqualTo("the pool's own");
        }
    }

    @Test
    void goWithWorkToAVirtualThread() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                LogFields _ = LogFields.of("job", "mine")) {
            assertThat(threads.submit(LogFields.handedOver(() -> MDC.get("job")))
                            .get())
                    .isEqualTo("mine");
        }
    }
}
