package io.darkroom.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.explore.Schedules;
import io.darkroom.contracts.explore.Schedules.Chance;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.gateway.quota.TenantJobs.Job;
import io.darkroom.gateway.quota.TenantJobs.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One partition of held jobs under all faults: duplicate records and marks, lost marks, owners that die between
 * publishing and marking or continue after losing the partition, changing quotas, jobs that end before their release.
 */
class QuotaQueueSchedulesTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> TENANTS = List.of("alice", "bob", "carol");
    private static final List<Long> QUOTAS = List.of(0L, 50L, 300L, 1_000L, Quotas.UNLIMITED);
    private static final Duration CHECK = Duration.ofSeconds(20);

    @Test
    void everyJobIsReleasedInOrderWithinTheQuotaAndNothingIsLeft() {
        Schedules.explore("quota", 20_000, chance -> new World(chance).play());
    }

    /** A record of the partition: a job, or else a mark. */
    private record Entry(
            @Nullable JobId job,
            String tenant,
            long work,
            @Nullable HoldMark mark) {}

    private record Fact(JobId id, String tenant, long work, int number) {}

    /** A gateway that folds the partition. */
    private static final class Owner {
        final QuotaQueue queue;
        final int readUpTo;
        int position;

        Owner(int position, int readUpTo) {
            this.queue = new QuotaQueue(position);
            this.position = position;
            this.readUpTo = readUpTo;
        }
    }

    private static final class World {
        private final Chance chance;
        private final List<Entry> log = new ArrayList<>();
        private final Map<JobId, Fact> facts = new LinkedHashMap<>();
        // The actual state, independent of what the gateways believe.
        private final Set<Fact> inLane = new HashSet<>();
        private final Set<Fact> ended = new HashSet<>();
        private final Map<String, Long> quotas = new HashMap<>();
        private final Map<String, Integer> lastReleased = new HashMap<>();
        private final List<HoldMark> onTheWay = new ArrayList<>();
        private int committed;
        private Instant now = BEGIN;
        private Owner owner = new Owner(0, 0);
        private @Nullable Owner ghost;

        World(Chance chance) {
            this.chance = chance;
            TENANTS.forEach(tenant -> quotas.put(tenant, chance.of(QUOTAS)));
        }

        void play() {
            int steps = 40 + chance.below(160);
            for (int i = 0; i < steps; i++) {
                now = now.plusMillis(chance.below(3_000));
                step();
            }
            drain();
        }

        private void step() {
            switch (chance.below(16)) {
                case 0, 1, 2, 3 -> accept();
                case 4 -> acceptAgain();
                case 5, 6, 7 -> read(1 + chance.below(6));
                case 8, 9 -> release(owner, true);
                case 10, 11 -> endOne();
                case 12 -> markArrives();
                case 13 -> lookAround();
                case 14 -> commitOrDie();
                default -> changeQuota();
            }
        }

        private void accept() {
            String tenant = chance.of(TENANTS);
            int number = facts.size();
            JobId id = new JobId(String.format("job_%026d", number));
            // Some are larger than any quota.
            long work = 1 + chance.below(chance.oneIn(8) ? 2_000 : 100);
            facts.put(id, new Fact(id, tenant, work, number));
            chance.note("accept " + number + " of " + tenant + ", " + work);
            log.add(new Entry(id, tenant, work, null));
        }

        /** The same id again, as from a client that retries while the first job is not visible yet. */
        private void acceptAgain() {
            if (!facts.isEmpty()) {
                Fact fact = chance.of(List.copyOf(facts.values()));
                chance.note("accept " + fact.number + " again");
                log.add(new Entry(fact.id, fact.tenant, fact.work, null));
            }
        }

        private void read(int atMost) {
            for (int i = 0; i < atMost && owner.position < log.size(); i++) {
                Entry entry = log.get(owner.position);
                if (entry.mark() != null) {
                    owner.queue.mark(owner.position, entry.mark());
                } else if (entry.job() != null) {
                    owner.queue.job(owner.position, entry.job(), entry.tenant(), entry.work(), now);
                }
                owner.position++;
            }
        }

        /** True: it did not die on the route. */
        private boolean release(Owner by, boolean mayDie) {
            if (by.position < by.readUpTo) {
                return true;
            }
            List<Job> due = by.queue.release(quotas::get, 1 + chance.below(5), now);
            if (by == owner) {
                due.forEach(this::isNews);
            }
            int lanes = mayDie && chance.oneIn(6) ? chance.below(due.size() + 1) : due.size();
            for (Job job : due.subList(0, lanes)) {
                intoLane(job);
            }
            int marks = lanes < due.size() ? 0 : mayDie && chance.oneIn(6) ? chance.below(due.size() + 1) : due.size();
            for (Job job : due.subList(0, marks)) {
                log.add(mark(job.id(), job.tenant(), HoldMark.RELEASED));
            }
            if (marks < due.size()) {
                chance.note("dies after " + lanes + " lanes, " + marks + " marks");
                if (by == owner) {
                    takeOver();
                } else {
                    ghost = null;
                }
                return false;
            }
            return true;
        }

        /** The readable records contain neither its release nor its end. */
        private void isNews(Job job) {
            int read = Math.max(owner.position, owner.readUpTo);
            assertThat(log.subList((int) job.offset(), read))
                    .as("%s once more", job.id())
                    .noneMatch(entry ->
                            entry.mark() != null && entry.mark().jobId().equals(job.id()));
        }

        private void intoLane(Job job) {
            Fact fact = facts.get(job.id());
            chance.note("lane of " + fact.tenant + " gets " + fact.number);
            if (ended.contains(fact)) {
                onTheWay.add(mark(fact, now)); // a worker finds its outcome and announces it again
            } else if (inLane.add(fact)) {
                assertThat(fact.number)
                        .as("order of %s", fact.tenant)
                        .isGreaterThan(lastReleased.getOrDefault(fact.tenant, -1));
                lastReleased.put(fact.tenant, fact.number);
                long others = inFlight(fact.tenant) - fact.work;
                assertThat(others == 0 || others + fact.work <= quotas.get(fact.tenant))
                        .as("%d beside %d in flight, quota %d", fact.work, others, quotas.get(fact.tenant))
                        .isTrue();
            }
        }

        private boolean isInFlight(Fact fact) {
            return inLane.contains(fact) && !ended.contains(fact);
        }

        private long inFlight(String tenant) {
            return facts.values().stream()
                    .filter(fact -> fact.tenant.equals(tenant) && isInFlight(fact))
                    .mapToLong(fact -> fact.work)
                    .sum();
        }

        /** A worker ends a job, or the gateway cancels one that waits. */
        private void endOne() {
            List<Fact> open = facts.values().stream()
                    .filter(fact -> !ended.contains(fact) && (inLane.contains(fact) || chance.oneIn(10)))
                    .toList();
            if (!open.isEmpty()) {
                Fact fact = chance.of(open);
                ended.add(fact);
                chance.note("end of " + fact.number + (inLane.contains(fact) ? "" : " before its turn"));
                int times = chance.oneIn(8) ? 0 : chance.oneIn(8) ? 2 : 1;
                for (int i = 0; i < times; i++) {
                    onTheWay.add(mark(fact, now));
                }
            }
        }

        private void markArrives() {
            if (!onTheWay.isEmpty()) {
                HoldMark mark = onTheWay.remove(chance.below(onTheWay.size()));
                log.add(new Entry(null, mark.tenant(), 0, mark));
            }
        }

        private void lookAround() {
            if (owner.position < owner.readUpTo) {
                return;
            }
            for (Job job : owner.queue.dueForCheck(now.minus(CHECK), 2, now)) {
                if (ended.contains(facts.get(job.id()))) {
                    log.add(mark(job.id(), job.tenant(), HoldMark.ENDED));
                }
            }
        }

        private void commitOrDie() {
            switch (chance.below(4)) {
                case 0 -> takeOver();
                case 1 -> {
                    if (ghost == null) {
                        ghost = owner;
                        takeOver();
                    } else if (release(ghost, false)) {
                        ghost = null;
                    }
                }
                default -> {
                    assertThat((int) owner.queue.committable()).isGreaterThanOrEqualTo(committed);
                    committed = (int) owner.queue.committable();
                    owner.queue.committed(committed);
                }
            }
        }

        private void takeOver() {
            chance.note("another owner, from " + committed + " of " + log.size());
            owner = new Owner(committed, log.size());
        }

        private void changeQuota() {
            String tenant = chance.of(TENANTS);
            quotas.put(tenant, chance.of(QUOTAS));
            chance.note("quota of " + tenant + " " + quotas.get(tenant));
        }

        /** Without further faults all jobs end eventually. */
        private void drain() {
            ghost = null;
            int most = 20 + 10 * facts.size();
            for (int i = 0; i < most && !isDone(); i++) {
                now = now.plus(CHECK).plusSeconds(1);
                read(Integer.MAX_VALUE);
                release(owner, false);
                facts.values().stream().filter(this::isInFlight).findFirst().ifPresent(ended::add);
                while (!onTheWay.isEmpty()) {
                    markArrives();
                }
                lookAround();
            }
            assertThat(ended).as("ended").containsAll(facts.values());
            assertThat(owner.queue.sums()).as("left in flight or waiting").isEqualTo(Sums.NONE);
            assertThat(owner.queue.byTenant()).isEmpty();
            assertThat(owner.queue.committable()).isEqualTo(log.size());
        }

        private boolean isDone() {
            return ended.containsAll(facts.values())
                    && owner.position == log.size()
                    && onTheWay.isEmpty()
                    && owner.queue.sums().equals(Sums.NONE);
        }

        private Entry mark(JobId id, String tenant, String mark) {
            return new Entry(null, tenant, 0, HoldMark.of(id, tenant, mark, now));
        }

        private static HoldMark mark(Fact fact, Instant now) {
            return HoldMark.of(fact.id, fact.tenant, HoldMark.ENDED, now);
        }
    }
}
