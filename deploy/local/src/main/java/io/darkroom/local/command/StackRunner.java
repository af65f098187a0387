package io.darkroom.local.command;

import io.darkroom.cli.terminal.Terminal;
import io.darkroom.local.stack.LocalStack;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs work on a stack and stops the stack in order afterwards, also when Ctrl-C, SIGTERM or a closed terminal ends
 * this JVM meanwhile, and also while the stack is still starting.
 */
final class StackRunner {
    private final Terminal terminal;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean ending;

    StackRunner(Terminal terminal) {
        this.terminal = terminal;
    }

    @FunctionalInterface
    interface Work {
        void on(LocalStack stack) throws InterruptedException;
    }

    /** Returns when the work is done or the JVM shuts down; everything is stopped by then. */
    void run(LocalStack.Builder builder, Work work) throws InterruptedException {
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> shutDown(main));
        Runtime.getRuntime().addShutdownHook(hook);
        try (LocalStack stack = builder.start()) {
            work.on(stack);
        } catch (InterruptedException e) {
            if (!ending) {
                throw e;
            }
        } finally {
            stopped.countDown();
            release(hook);
        }
    }

    private void release(Thread hook) {
        try {
            if (!ending) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // The JVM has just begun to shut down: the hook finds nothing left to stop.
        }
    }

    /**
     * The interrupt wakes the main thread, which closes the stack; the JVM waits here until it has. Waiting for the thread
     * itself would deadlock: it may end in {@code System.exit}, which waits for this hook.
     */
    private void shutDown(Thread main) {
        if (stopped.getCount() == 0) {
            return;
        }
        ending = true;
        terminal.blank();
        terminal.line(terminal.dim("  Stopping: workers and gateway first, then the servers."));
        main.interrupt();
        try {
            boolean inTime = stopped.await(60, TimeUnit.SECONDS);
            terminal.line(terminal.dim(
                    inTime ? "  Stopped." : "  Not everything stopped in a minute; the guards end the rest."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
