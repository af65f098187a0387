package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.ObjectStoreContract;
import io.darkroom.platform.store.S3ObjectStore;
import io.darkroom.platform.store.StoreSettings;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.rules.UsesServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@UsesServers
@ExtendWith(StackExtension.class)
class S3ObjectStoreTest extends ObjectStoreContract {
    private final Stack stack;

    S3ObjectStoreTest(Stack stack) {
        this.stack = stack;
    }

    @Override
    protected ObjectStore store() {
        return stack.store();
    }

    private StoreSettings at(String endpoint, String bucket, Duration timeout) {
        StoreSettings real = stack.storeSettings();
        return new StoreSettings(
                endpoint, endpoint, bucket, real.region(), real.credentials(), StoreSettings.Connection.plain(timeout));
    }

    @Test
    void namesTheMissingBucket() {
        StoreSettings wrong = stack.storeSettings();
        try (S3ObjectStore store =
                new S3ObjectStore(at(wrong.endpoint(), "no-such-bucket", Duration.ofSeconds(3)), Meters.unread())) {
            assertThatThrownBy(store::probe)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("no-such-bucket")
                    .hasMessageContaining("create it");
            assertThatThrownBy(() -> store.get("a", 1)).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void givesUpOnAStoreThatNeverAnswers() throws IOException {
        StoreSettings right = stack.storeSettings();
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                S3ObjectStore store = new S3ObjectStore(
                        at("http://127.0.0.1:" + silent.getLocalPort(), right.bucket(), Duration.ofMillis(300)),
                        Meters.unread())) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> store.createIfAbsent("a", new byte[1], "text/plain"))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    /** With Nagle's algorithm objects of this size took 45 ms and more; the bound is far from both. */
    @Test
    void doesNotWaitForDelayedAcknowledgements() {
        byte[] image = new byte[20_000];
        long[] nanos = new long[41];
        for (int i = 0; i < nanos.length; i++) {
            long began = System.nanoTime();
            store().put("contract/nodelay", image, "image/png");
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(35));
    }
}
