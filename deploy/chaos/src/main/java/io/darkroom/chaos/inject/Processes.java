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
    private final Timeouts patience;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Processes(Function<String, Component> components, Timeouts patience) {
        this.components = components;
        this.patience = patience;
    }

    private ReentrantLock lock(String name) {
        return locks.computeIfAbsent(name, key -> new ReentrantLock());
    }

    /** SIGKILL, and a start after that time. */
    void kill(String name, Duration down, Injector.Times times) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            times.begin();
            components.apply(name).kill9();
            patience.rest(down);
            start(name);
        } finally {
            lock(name).unlock();
        }
    }

    /** The same, unless something else is being done to it. Returns whether. */
    boolean killIfFree(String name, Duration down) throws InterruptedException {
        if (!lock(name).tryLock()) {
            return false;
        }
        try {
            components.apply(name).kill9();
            patience.rest(down);
            start(name);
            return true;
        } finally {
            lock(name).unlock();
        }
    }

    /** SIGTERM, and a start after it has gone. */
    void restart(String name, Duration down, Injector.Times times) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            times.begin();
            components.apply(name).stop();
            patience.rest(down);
            start(name);
        } finally {
            lock(name).unlock();
        }
    }

    /** SIGSTOP, and SIGCONT. */
    void freeze(String name, Duration time, Injector.Times times) throws InterruptedException {
        lock(name).lockInterruptibly();
        try {
            times.begin();
            components.apply(name).freeze();
            try {
                patience.rest(time);
            } finally {
                components.apply(name).thaw();
            }
        } finally {
            lock(name).unlock();
        }
    }

    /** Whatever was done to it: it runs and is ready. */
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
