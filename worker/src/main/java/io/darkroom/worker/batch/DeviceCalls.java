package io.darkroom.worker.batch;

import io.darkroom.contracts.job.Priority;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Queued device work other than denoising: interactive jobs' first, then in order of arrival. Guarded by the device's lock. */
final class DeviceCalls {
    private final Map<Priority, Queue<FutureTask<?>>> waiting = new EnumMap<>(Priority.class);

    void add(Priority priority, FutureTask<?> call) {
        waiting.computeIfAbsent(priority, _ -> new ArrayDeque<>()).add(call);
    }

    /** Removes and returns the next call; null if there is none. */
    @Nullable
    Runnable poll() {
        for (Queue<FutureTask<?>> queue : waiting.values()) {
            Runnable next = queue.poll();
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    void cancel() {
        waiting.values().forEach(queue -> queue.forEach(call -> call.cancel(false)));
        waiting.clear();
    }
}
