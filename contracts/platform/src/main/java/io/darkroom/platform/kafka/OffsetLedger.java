package io.darkroom.platform.kafka;

import java.util.TreeSet;

/**
 * Which offset of one partition may be committed while its records are settled in any order: the first that is not
 * settled yet. Not thread-safe.
 */
public final class OffsetLedger {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed;

    /**
     * @param position the offset of the first record that will be taken
     */
    public OffsetLedger(long position) {
        next = position;
        committed = position;
    }

    /** A record was read; records come in ascending order, perhaps with gaps. */
    public void taken(long offset) {
        if (offset < next) {
            throw new IllegalStateException("offset " + offset + " comes after " + (next - 1));
        }
        open.add(offset);
        next = offset + 1;
    }

    /** Its fate is decided and written down. */
    public void settled(long offset) {
        if (!open.remove(offset)) {
            throw new IllegalStateException("offset " + offset + " is not open");
        }
    }

    /** The position to commit: everything before it is settled. */
    public long committable() {
        return open.isEmpty() ? next : open.first();
    }

    public boolean hasNews() {
        return committable() > committed;
    }

    public void committed(long position) {
        committed = position;
    }

    public int open() {
        return open.size();
    }
}
