package io.darkroom.platform.telemetry.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.Callable;
import org.jboss.logging.MDC;

/** Structured fields added to each log line of the current thread. */
public final class LogFields implements AutoCloseable {
    public static final String JOB = "job";
    public static final String TENANT = "tenant";
    public static final String KIND = "kind";
    public static final String ATTEMPT = "attempt";
    public static final String WORKER = "worker";
    public static final String TRACE = "traceId";
    public static final String REQUEST = "request";
    public static final String DELIVERY = "delivery";

    private final Map<String, Object> before = new HashMap<>();

    private LogFields() {}

    /** Sets these fields, in addition to existing ones, until closed; empty values are omitted. */
    public static LogFields of(Map<String, String> fields) {
        LogFields set = new LogFields();
        fields.forEach(set::and);
        return set;
    }

    /** As above, for a single field. */
    public static LogFields of(String name, String value) {
        LogFields set = new LogFields();
        set.and(name, value);
        return set;
    }

    /** Adds a field until closed; an empty value is omitted. */
    public LogFields and(String name, String value) {
        if (!value.isEmpty()) {
            Object old = MDC.get(name);
            before.putIfAbsent(name, old == null ? NOTHING : old);
            MDC.put(name, value);
        }
        return this;
    }

    private static final Object NOTHING = new Object();

    @Override
    public void close() {
        before.forEach((name, old) -> {
            if (old == NOTHING) {
                MDC.remove(name);
            } else {
                MDC.put(name, old);
            }
        });
        before.clear();
    }

    /** Wraps a task so that it runs with this thread's fields on any thread. */
    public static <T> Callable<T> handedOver(Callable<T> work) {
        Map<String, Object> mine = new HashMap<>(MDC.getMap());
        if (mine.isEmpty()) {
            return work;
        }
        return () -> {
            Map<String, Object> theirs = new HashMap<>(MDC.getMap());
            replace(mine);
            try {
                return work.call();
            } finally {
                replace(theirs);
            }
        };
    }

    private static void replace(Map<String, Object> fields) {
        MDC.clear();
        for (Entry<String, Object> field : fields.entrySet()) {
            MDC.put(field.getKey(), field.getValue());
        }
    }
}
