package io.darkroom.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.explore.Schedules;
import io.darkroom.contracts.explore.Schedules.Chance;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.sample.AJob;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.RedisReservations.Reservation;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.view.JobFold;
import io.darkroom.gateway.view.JobView;
import io.darkroom.platform.kafka.LogUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One key, several calls with two bodies; at every effect the process may die, another call may come in between, a send may end
 * in doubt, the projection may catch up, and a lease may end (after the projection caught up: 30 s against some ms).
 */
class IdempotencySchedulesTest {
    private static final JobId ID = JobId.derived("alice", "key");
    private static final List<String> BODIES = List.of("apple", "apple", "apple", "pear");

    @Test
    void oneKeyIsOneBodyWhateverDiesInBetween() {
        Schedules.explore("idempotency", 20_000, chance -> new World(chance, false).play());
    }

    @Test
    void findsAReservationThatIsGivenBackInDoubt() {
        assertThatThrownBy(() -> Schedules.explore("planted", 20_000, chance -> new World(chance, true).play()))
                .as("two bodies under one key, seen by one of the checks below, with the schedule to repeat")
                .hasMessageContaining("-Ddarkroom.seed=");
    }

    /** The process died. */
    private static final class Crash extends Error {
        Crash() {
            super("crash", null, false, false);
        }
    }

    private static final class World {
        private final Chance chance;
        private final boolean forgetful;
        private final List<String> log = new ArrayList<>();
        private final Set<String> accepted = new HashSet<>();
        private @Nullable String viewOf;
        private @Nullable String reservation;
        private int nested;
        private int names;

        /**
         * @param forgetful whether doubt is taken for a plain failure
         */
        World(Chance chance, boolean forgetful) {
            this.chance = chance;
            this.forgetful = forgetful;
        }

        void play() {
            int calls = 2 + chance.below(4);
            for (int i = 0; i < calls; i++) {
                call();
                if (chance.oneIn(3)) {
                    project();
                    reservation = chance.oneIn(2) ? null : reservation;
                }
            }
            project();
            reservation = null;
            // In the end a good client's repetition is answered, with the one job or with a clear no.
            String body = chance.of(BODIES);
            call(body, false);
            assertThat(accepted).as("bodies that were accepted under one key").hasSizeLessThanOrEqualTo(1);
            assertThat(new HashSet<>(log)).as("bodies in the log under one key").hasSizeLessThanOrEqualTo(1);
        }

        private void call() {
            call(chance.of(BODIES), true);
        }

        private void call(String body, boolean mayFail) {
            Calls calls = new Calls(mayFail);
            chance.note("  ".repeat(nested) + "call " + body);
            try {
                Accepted answer = calls.idempotency.once("alice", ID, body, () -> body, calls::publish);
                accepted.add(body);
                chance.note("  ".repeat(nested) + "accepted " + body + (answer.replayed() ? ", replayed" : ""));
                assertThat(log).as("what was accepted is in the log").contains(body);
            } catch (ProblemException e) {
                chance.note("  ".repeat(nested) + e.code());
                if (!mayFail) {
                    assertThat(e.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
                    assertThat(log)
                            .as("what the log holds under a key that is refused to a body")
                            .isNotEmpty()
                            .doesNotContain(body);
                }
            } catch (LogUnavailableException e) {
                chance.note("  ".repeat(nested) + "log unavailable");
                assertThat(mayFail)
                        .as("this call's record was to be acknowledged")
                        .isTrue();
            } catch (Crash e) {
                chance.note("  ".repeat(nested) + "crash");
            }
        }

        /** Everything in the log gets its view; the first record of a job counts. */
        private void project() {
            if (!log.isEmpty()) {
                viewOf = log.getFirst();
            }
        }

        private Optional<JobView> view() {
            return Optional.ofNullable(viewOf)
                    .map(body -> JobFold.request(null, AJob.request().build(), body, AJob.AT));
        }

        /** One process's call. */
        private final class Calls {
            private final boolean mayFail;
            private boolean dead;
            private long ticks;
            private final Idempotency idempotency = new Scripted(this);

            Calls(boolean mayFail) {
                this.mayFail = mayFail;
            }

            /** Advances by one with each read, so that schedules are reproducible. */
            long tick() {
                return ticks++;
            }

            /** Between any two effects. */
            void meanwhile() {
                if (!mayFail) {
                    return;
                }
                if (dead || chance.oneIn(12)) {
                    dead = true;
                    throw new Crash();
                }
                if (chance.oneIn(6)) {
                    project();
                }
                if (nested < 2 && chance.oneIn(8)) {
                    nested++;
                    try {
                        call();
                    } finally {
                        nested--;
                    }
                }
            }

            JobView publish(String body) {
                meanwhile();
                boolean doubt = mayFail && chance.oneIn(5);
                if (!doubt || chance.oneIn(2)) {
                    log.add(body);
                    chance.note("  ".repeat(nested) + "in the log: " + body);
                }
                meanwhile();
                if (doubt) {
                    throw new LogUnavailableException("no acknowledgement", new IllegalStateException());
                }
                JobView view = JobFold.request(null, AJob.request().build(), body, AJob.AT);
                if (viewOf == null) {
                    viewOf = body;
                }
                return view;
            }

            Optional<JobView> find() {
                meanwhile();
                return view();
            }

            Optional<Reservation> acquire(String fingerprint) {
                meanwhile();
                boolean mine = reservation == null || reservation.equals(RedisReservations.doubt(fingerprint));
                if (!mine) {
                    return Optional.empty();
                }
                String name = fingerprint + ":" + ++names;
                reservation = name;
                return Optional.of(new Reservation(ID, name));
            }

            void release(Reservation held) {
                meanwhile();
                if (held.value().equals(reservation)) {
                    reservation = null;
                }
            }

            void markInDoubt(Reservation held) {
                meanwhile();
                if (held.value().equals(reservation)) {
                    reservation = forgetful ? null : RedisReservations.doubt(held.fingerprint());
                }
            }

            @Nullable
            String holder() {
                meanwhile();
                return reservation == null ? null : reservation.substring(0, reservation.indexOf(':'));
            }
        }

        /** The shipped protocol over this world. */
        private static final class Scripted extends Idempotency {
            private final Calls calls;

            private Scripted(Calls calls) {
                super(
                        null,
                        new RedisReservations(null) {
                            @Override
                            Optional<Reservation> acquire(JobId id, String fingerprint) {
                                return calls.acquire(fingerprint);
                            }

                            @Override
                            @Nullable
                            String holder(JobId id) {
                                return calls.holder();
                            }

                            @Override
                            void release(Reservation reservation) {
                                calls.release(reservation);
                            }

                            @Override
                            void markInDoubt(Reservation reservation) {
                                calls.markInDoubt(reservation);
                            }
                        },
                        null,
                        Duration.ofNanos(3),
                        calls::tick);
                this.calls = calls;
            }

            @Override
            Optional<JobView> find(String tenant, JobId id) {
                return calls.find();
            }

            @Override
            Optional<Accepted> waitForDuplicate(String tenant, JobId id, String fingerprint) {
                return earlier(tenant, id, fingerprint);
            }
        }
    }
}
