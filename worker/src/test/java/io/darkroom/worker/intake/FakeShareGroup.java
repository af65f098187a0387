package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.worker.run.AcquiredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A share group over one topic in memory, with the broker's rules: a record is acquired by one member at a time, for the
 * duration of the lock; it is delivered again when the lock expires, when it is released or when its member leaves, and each
 * delivery counts; a member learns of a lost lock only from the reply; the broker drops a record after its delivery limit.
 */
public final class FakeShareGroup implements JobSources {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();
    private final Duration lockTime;
    private final int deliveryLimit;
    private int silentCommits;

    private static final class Entry {
        private final int offset;
        private final byte[] key;
        private final byte[] value;
        private final int earlierDeliveries;
        private int deliveries;
        private boolean done;
        private boolean dropped;
        private @Nullable Member holder;
        private long deadline;

        Entry(int offset, byte[] key, byte[] value, int earlierDeliveries) {
            this.offset = offset;
            this.key = key;
            this.value = value;
            this.earlierDeliveries = earlierDeliveries;
        }
    }

    public FakeShareGroup(Duration lockTime, int deliveryLimit) {
        this.lockTime = lockTime;
        this.deliveryLimit = deliveryLimit;
    }

    public void publish(byte[] key, byte[] value) {
        publish(key, value, 0);
    }

    void publish(byte[] key, byte[] value, int earlierDeliveries) {
        lock.lock();
        try {
            entries.add(new Entry(entries.size(), key, value, earlierDeliveries));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A requeue into this topic. */
    Requeue requeue() {
        return job -> publish(job.key(), job.value(), job.deliveries());
    }

    /** The broker crashes and restarts: locks are lost, and so are the delivery counts of acquired records. */
    void crashBroker() {
        lock.lock();
        try {
            for (Entry entry : entries) {
                if (entry.holder != null) {
                    entry.holder = null;
                    entry.deliveries = 0;
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next commits have no effect and get no reply. */
    void silenceCommits(int count) {
        lock.lock();
        try {
            silentCommits = count;
        } finally {
            lock.unlock();
        }
    }

    /** Records that are neither settled nor dropped. */
    public int open() {
        return count(entry -> !entry.done && !entry.dropped);
    }

    /** Records that the broker dropped. */
    public int dropped() {
        return count(entry -> entry.dropped);
    }

    private int count(Predicate<Entry> which) {
        lock.lock();
        try {
            expire();
            return (int) entries.stream().filter(which).count();
        } finally {
            lock.unlock();
        }
    }

    private void expire() {
        for (Entry entry : entries) {
            if (entry.holder != null && System.nanoTime() - entry.deadline >= 0) {
                giveBack(entry);
            }
        }
    }

    private void giveBack(Entry entry) {
        entry.holder = null;
        entry.dropped = entry.deliveries >= deliveryLimit;
        changed.signalAll();
    }

    @Override
    public JobSource open(Lane lane, String member) {
        return new Member();
    }

    private final class Member implements JobSource {
        private @Nullable Entry held;

        @Override
        public Optional<AcquiredJob> poll(Duration atMost) {
            if (held != null) {
                throw new IllegalStateException("a record is held and was not settled");
            }
            long over = System.nanoTime() + atMost.toNanos();
            lock.lock();
            try {
                while (true) {
                    expire();
                    for (Entry entry : entries) {
                        if (!entry.done && !entry.dropped && entry.holder == null) {
                            return Optional.of(acquire(entry));
                        }
                    }
                    long left = Math.min(over - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(10));
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    var _ = changed.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                throw new SourceBrokenException("interrupted", e);
            } finally {
                lock.unlock();
            }
        }

        /** The broker agrees to anything about records before the first open one. */
        private boolean isBehindTheStart(Entry entry) {
            return entries.subList(0, entry.offset + 1).stream().allMatch(it -> it.done || it.dropped);
        }

        private AcquiredJob acquire(Entry entry) {
            entry.holder = this;
            entry.deliveries++;
            entry.deadline = System.nanoTime() + lockTime.toNanos();
            held = entry;
            return new AcquiredJob(
                    new AcquiredJob.Position("fake", 0, entry.offset),
                    Instant.now(),
                    entry.key,
                    entry.value,
                    new AcquiredJob.DeliveryCount(entry.earlierDeliveries + entry.deliveries, entry.deliveries),
                    Map.of());
        }

        @Override
        public Lock renew() {
            return commit(entry -> entry.deadline = System.nanoTime() + lockTime.toNanos());
        }

        @Override
        public Lock settle(Acknowledgement acknowledgement) {
            Lock result = commit(entry -> {
                switch (acknowledgement) {
                    case ACCEPT, REJECT -> {
                        entry.holder = null;
                        entry.done = true;
                    }
                    case RELEASE -> giveBack(entry);
                }
            });
            held = null;
            return result;
        }

        private Lock commit(Consumer<Entry> effect) {
            lock.lock();
            try {
                expire();
                if (silentCommits > 0) {
                    silentCommits--;
                    return Lock.UNKNOWN;
                }
                Entry entry = held;
                if (entry == null) {
                    return Lock.LOST;
                }
                if (entry.holder != this) {
                    return isBehindTheStart(entry) ? Lock.HELD : Lock.LOST;
                }
                effect.accept(entry);
                return Lock.HELD;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Duration lockTime() {
            return lockTime;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                Entry entry = held;
                held = null;
                if (entry != null && entry.holder == this) {
                    giveBack(entry);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
