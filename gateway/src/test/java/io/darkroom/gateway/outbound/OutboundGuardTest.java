package io.darkroom.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.gateway.outbound.OutboundException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundGuardTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({
        "https://example.com, example.com, 443, /",
        "HTTPS://Example.COM/A?b=c, example.com, 443, /A",
        "https://example.com:443/x%2Fy, example.com, 443, /x%2Fy",
        "https://bücher.example/ä, xn--bcher-kva.example, 443, /ä",
        "https://8.8.8.8/hook, 8.8.8.8, 443, /hook",
        "https://[2606:4700::6810:84e5]/, 2606:4700:0:0:0:0:6810:84e5, 443, /",
        "https://my_hooks.example.com/, my_hooks.example.com, 443, /",
        "https://1.example.com/, 1.example.com, 443, /",
    })
    void readsWhatIsAllowed(String url, String host, int port, String path) throws Exception {
        Destination read = guard(TestConfig.STRICT, "93.184.216.34").parse(URI.create(url));
        assertThat(read.host()).isEqualTo(host);
        assertThat(read.port()).isEqualTo(port);
        assertThat(read.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "//example.com/",
                "example.com",
                "https:///path",
                "https:example.com",
                "https://user@example.com/",
                "https://user:pw@example.com/",
                "https://example.com@127.0.0.1/",
                "https://example.com:22/",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com:/",
                "https://example.com:0443/",
                "https://example.com:8443/",
                "https://localhost/",
                "https://redis/",
                "https://example.com./",
                "https://-example.com/",
                "https://exa..mple.com/",
                "https://127.0.0.1/",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest/meta-data/",
                "https://0/",
                "https://0.0.0.0/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://127.0.0.01/",
                "https://127.0.0.0x1/",
                "https://256.1.1.1/",
                "https://1.2.3.4.5/",
                "https://8.8.8.8.8/",
                "https://example.123/",
                "https://example.0x1/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[2001:0:7f00:1::]/",
                "https://[fd00:ec2::254]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[::1",
                "https://１２７.０.０.１/",
                "https://127。0。0。1/",
                "https://①②⑦.0.0.1/",
                "https://%31%32%37.0.0.1/",
                "https://ⓛocalhost/",
            })
    void refusesWithoutResolvingTheName(String url) {
        OutboundGuard guard = new OutboundGuard(TestConfig.STRICT, host -> {
            throw new AssertionError("resolved " + host);
        });
        refused(() -> guard.resolveChecked(url(url), DEADLINE), url);
    }

    @Test
    void refusesAUrlThatIsTooLong() {
        refused(
                () -> guard(TestConfig.STRICT, "8.8.8.8").parse(URI.create("https://example.com/" + "a".repeat(2048))),
                "");
    }

    @Test
    void admitsAllAddressesThatWereChecked() throws Exception {
        var checked = guard(TestConfig.STRICT, "93.184.216.34", "2606:4700::6810:84e5")
                .resolveChecked(URI.create("https://example.com/"), DEADLINE);
        assertThat(checked.addresses())
                .containsExactly(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("2606:4700::6810:84e5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.7", "100.100.100.200", "169.254.169.254", "fd00::1", "64:ff9b::a00:1"})
    void refusesIfAnyAddressIsSpecial(String special) {
        refused(
                () -> guard(TestConfig.STRICT, "93.184.216.34", special)
                        .resolveChecked(URI.create("https://example.com/"), DEADLINE),
                special);
    }

    @Test
    void doesNotRevealHowInternalNamesResolve() {
        assertThatThrownBy(() -> guard(TestConfig.STRICT, "10.11.12.13")
                        .resolveChecked(URI.create("https://kafka.internal.example/"), DEADLINE))
                .hasMessageNotContaining("10.11.12.13")
                .hasMessageContaining("kafka.internal.example");
    }

    @Test
    void resolvesOncePerCallAndNoticesRebinding() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        OutboundGuard guard = new OutboundGuard(
                TestConfig.STRICT,
                host -> List.of(InetAddress.ofLiteral(lookups.incrementAndGet() == 1 ? "93.184.216.34" : "127.0.0.1")));
        URI uri = URI.create("https://rebind.example/");
        var first = guard.resolveChecked(uri, DEADLINE);
        assertThat(lookups).hasValue(1);
        assertThat(first.addresses()).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
        refused(() -> guard.resolveChecked(uri, DEADLINE), "rebound");
    }

    @Test
    void opensLoopbackAndNothingElseWhereTheInstallationSaysSo() throws Exception {
        assertThat(guard(TestConfig.LOCAL, "127.0.0.1")
                        .resolveChecked(URI.create("http://localhost:8099/hook"), DEADLINE)
                        .addresses())
                .hasSize(1);
        assertThat(guard(TestConfig.LOCAL, "8.8.8.8")
                        .resolveChecked(URI.create("http://127.0.0.1:8099/"), DEADLINE)
                        .addresses())
                .hasSize(1);
        assertThat(guard(TestConfig.LOCAL, "8.8.8.8")
                        .resolveChecked(URI.create("http://[::1]:8099/"), DEADLINE)
                        .addresses())
                .hasSize(1);
        for (String other : List.of("10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0")) {
            refused(
                    () -> guard(TestConfig.LOCAL, other).resolveChecked(URI.create("http://example.com/"), DEADLINE),
                    other);
        }
        refused(
                () -> guard(TestConfig.LOCAL, "127.0.0.1", "10.0.0.1")
                        .resolveChecked(URI.create("http://localhost/"), DEADLINE),
                "mixed");
        refused(
                () -> guard(TestConfig.LOCAL, "93.184.216.34")
                        .resolveChecked(URI.create("http://example.com:8099/"), DEADLINE),
                "port of a public host");
    }

    @Test
    void allowsHttpOnItsPortOnlyByConfiguration() throws Exception {
        var config = new TestConfig(true, false, Set.of(443, 8443), Duration.ofSeconds(1), 2);
        OutboundGuard guard = guard(config, "93.184.216.34");
        assertThat(guard.resolveChecked(URI.create("http://example.com/"), DEADLINE)
                        .destination()
                        .port())
                .isEqualTo(80);
        assertThat(guard.resolveChecked(URI.create("https://example.com:8443/"), DEADLINE)
                        .addresses())
                .hasSize(1);
    }

    @Test
    void givesUpOnAResolverThatHangs() {
        var config = new TestConfig(false, false, Set.of(443), Duration.ofMillis(100), 1);
        CountDownLatch never = new CountDownLatch(1);
        OutboundGuard guard = new OutboundGuard(config, host -> {
            awaitUninterruptibly(never);
            return List.of();
        });
        try {
            assertReason(() -> guard.resolveChecked(URI.create("https://slow.example/"), DEADLINE), Reason.TIMEOUT);
            // The only resolver still hangs: the next one fails at once instead of waiting behind it.
            assertReason(
                    () -> guard.resolveChecked(URI.create("https://other.example/"), DEADLINE), Reason.UNREACHABLE);
        } finally {
            never.countDown();
            guard.close();
        }
    }

    @Test
    void distinguishesAnUnknownNameFromARefusedOne() {
        OutboundGuard guard = new OutboundGuard(TestConfig.STRICT, host -> {
            throw new UnknownHostException(host);
        });
        assertReason(() -> guard.resolveChecked(URI.create("https://unknown.example/"), DEADLINE), Reason.UNREACHABLE);
        assertReason(
                () -> guard(TestConfig.STRICT).resolveChecked(URI.create("https://empty.example/"), DEADLINE),
                Reason.UNREACHABLE);
    }

    /** Native name resolution ignores interrupts. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // ignores interrupts on purpose
            }
        }
    }

    private static OutboundGuard guard(OutboundConfig config, String... addresses) {
        return new OutboundGuard(
                config,
                host -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    /** Some of the planted URLs are none by the JDK's reading; a client's text goes through the same call. */
    private static URI url(String text) throws OutboundException {
        return Outbound.uri(text);
    }

    private static void refused(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .as(what)
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    }

    private static void assertReason(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OutboundException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
