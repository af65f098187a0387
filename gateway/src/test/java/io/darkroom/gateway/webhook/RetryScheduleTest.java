package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    @Test
    void triesTenTimesOverThreeDaysAndThenGivesUp() {
        RetrySchedule schedule = schedule(0, 1);
        assertThat(schedule.maxTries()).isEqualTo(10);
        for (int tries = 1; tries <= 9; tries++) {
            var wait = schedule.afterTry(tries, NOW).orElseThrow();
            assertThat(wait.due()).isEqualTo(NOW.plus(DELAYS.get(tries - 1)));
            assertThat(wait.topic()).isEqualTo(Topics.delayedDeliveries(Topics.DELIVERY_DELAYS.get(tries - 1)));
        }
        assertThat(schedule.afterTry(10, NOW)).isEmpty();
    }

    @Test
    void addsAtMostATenthByChanceAndNeverTakesAny() {
        for (int seed = 0; seed < 2_000; seed++) {
            RetrySchedule schedule = schedule(0.1, seed);
            for (int tries = 1; tries <= 9; tries++) {
                Duration delay = DELAYS.get(tries - 1);
                var wait = schedule.afterTry(tries, NOW).orElseThrow();
                assertThat(Duration.between(NOW, wait.due()))
                        .as("seed %d, try %d", seed, tries)
                        .isBetween(delay, delay.plus(delay.dividedBy(10)));
            }
        }
    }

    @Test
    void spreadsFailuresThatHappenTogether() {
        RetrySchedule schedule = schedule(0.1, 7);
        long different = IntStream.range(0, 1_000)
                .mapToObj(i -> schedule.afterTry(2, NOW).orElseThrow().due())
                .distinct()
                .count();
        assertThat(different).isGreaterThan(900);
    }

    @Test
    void putsOffABusyReceiverForLongerEachTimeButNotForHours() {
        RetrySchedule schedule = schedule(0, 1);
        assertThat(schedule.deferral(0, NOW).due()).isEqualTo(NOW.plusSeconds(5));
        assertThat(schedule.deferral(1, NOW).due()).isEqualTo(NOW.plusSeconds(300));
        assertThat(schedule.deferral(9, NOW).due()).isEqualTo(NOW.plusSeconds(1800));
        var one = new RetrySchedule(List.of(Duration.ofSeconds(1)), 0, Duration.ofHours(1), new Random(1));
        assertThat(one.deferral(9, NOW).due()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void waitsForAMomentInStepsThatDoNotPassIt() {
        RetrySchedule schedule = schedule(0, 1);
        assertThat(schedule.until(NOW.plusSeconds(3), NOW).due()).isEqualTo(NOW.plusSeconds(5));
        assertThat(schedule.until(NOW.plusSeconds(299), NOW).due()).isEqualTo(NOW.plusSeconds(5));
        assertThat(schedule.until(NOW.plusSeconds(300), NOW).due()).isEqualTo(NOW.plusSeconds(300));
        assertThat(schedule.until(NOW.plus(Duration.ofDays(9)), NOW).due()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    }

    @Test
    void honoursRetryAfterInSecondsWithinBounds() {
        RetrySchedule schedule = schedule(0, 1);
        assertThat(schedule.askedFor("120", NOW)).isEqualTo(NOW.plusSeconds(120));
        assertThat(schedule.askedFor("999999999", NOW)).isEqualTo(NOW.plus(Duration.ofHours(24)));
        for (String odd :
                new String[] {"", "-1", "soon", "1e9", "99999999999", "Wed, 21 Oct 2026 07:28:00 GMT", null}) {
            assertThat(schedule.askedFor(odd, NOW)).as(odd).isNull();
        }
    }

    @Test
    void refusesDelaysThatCannotWork() {
        Duration second = Duration.ofSeconds(1);
        for (List<Duration> bad : List.of(
                List.<Duration>of(),
                List.of(second.multipliedBy(2), second),
                List.of(Duration.ZERO),
                Collections.nCopies(10, second))) {
            assertThatThrownBy(() -> new RetrySchedule(bad, 0.1, second, new Random(1)))
                    .as(bad.toString())
                    .hasMessageContaining("darkroom.webhooks.delays");
        }
        assertThatThrownBy(() -> new RetrySchedule(List.of(second), 1.1, second, new Random(1)))
                .hasMessageContaining("darkroom.webhooks.jitter");
    }

    private static RetrySchedule schedule(double jitter, long seed) {
        return new RetrySchedule(DELAYS, jitter, Duration.ofHours(24), new Random(seed));
    }
}
