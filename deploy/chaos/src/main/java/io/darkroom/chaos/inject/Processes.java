package io.darkroom.chaos.inject;

import io.darkroom.local.process.Component;
import io.darkroom.local.process.ComponentException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Kills, freezes and restarts processes. */
final class Processes {
    private static final int STARTS = 3;

    private final Function<String, Component> components;
    private final Timeouts timeouts;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Processes(Function<String, Component> components, Timeouts timeouts) {
        this.components = components;
        this.timeouts = timeouts;
    }

    private ReentrantLock lock(String name) {
        return locks.computeIfAbsent(name, key -> new ReentrantLock());
    }

    /** SIGKILL, and a start after that time. */
    void kill(String name, Duration down, FaultInjector.Times times) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            times.begin();
            components.apply(name).kill9();
            timeouts.await(down);
            start(name);
        } finally {
            lock(name).unlock();
        }
    }

    /** The same, unless another fault holds it. Returns whether it was killed. */
    boolean killIfFree(String name, Duration down) throws InterruptedException {
        if (!lock(name).tryLock()) {
            return false;
        }
        try {
            components.apply(name).kill9();
            timeouts.await(down);
            start(name);
            return true;
        } finally {
            lock(name).unlock();
        }
    }

    /** SIGTERM, and a start after it has gone. */
    void restart(String name, Duration down, FaultInjector.Times times) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            times.begin();
            components.apply(name).stop();
            timeouts.await(down);
            start(name);
        } finally {
            lock(name).unlock();
        }
    }

    /** SIGSTOP, and SIGCONT. */
    void freeze(String name, Duration time, FaultInjector.Times times) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            times.begin();
            components.apply(name).freeze();
            try {
                timeouts.await(time);
            } finally {
                components.apply(name).thaw();
            }
        } finally {
            lock(name).unlock();
        }
    }

    /** Makes sure that it runs and is ready. */
    void ensure(String name) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            start(name);
        } finally {
            lock(name).unlock();
        }
    }

    /** A start may fail because of another fault: a worker that finds no broker gives up after a while. */
    private void start(String name) throws InterruptedException {
        ComponentException last = null;
        for (int i = 0; i < STARTS; i++) {
            try {
                components.apply(name).restart();
                return;
            } catch (ComponentException e) {
                last = e;
            }
        }
        throw new IllegalStateException(name + " did not come back after " + STARTS + " starts", last);
    }
}
