package io.darkroom.platform.kafka;

import java.util.TreeSet;

/**
 * Tracks the committable offset of one partition whose records are settled in any order: the first offset that is not
 * yet settled. Not thread-safe.
 */
public final class OffsetLedger {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed;

    /** @param position offset of the first record that will be read */
    public OffsetLedger(long position) {
        next = position;
        committed = position;
    }

    /** Adds a record that was read. Offsets must ascend and may have gaps. */
    public void add(long offset) {
        if (offset < next) {
            throw new IllegalStateException("offset " + offset + " was read after " + (next - 1));
        }
        open.add(offset);
        next = offset + 1;
    }

    /** Marks a record as settled: its result is durable. */
    public void settle(long offset) {
        if (!open.remove(offset)) {
            throw new IllegalStateException("offset " + offset + " is not in progress");
        }
    }

    /** The position to commit: all records before it are settled. */
    public long committable() {
        return open.isEmpty() ? next : open.first();
    }

    public boolean hasUncommitted() {
        return committable() > committed;
    }

    public void committed(long position) {
        committed = position;
    }

    public int open() {
        return open.size();
    }
}
