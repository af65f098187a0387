package io.darkroom.platform.telemetry.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jspecify.annotations.Nullable;

/**
 * Formats each log record as one line with one JSON object: {@code time} (RFC 3339, UTC), {@code level}, {@code
 * logger}, {@code thread}, {@code message}, the fields of {@link LogFields}, the process's own fields, {@code error}
 * (type, message, stack) if something was thrown.
 */
public final class JsonLines extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> always;

    /** @param always fields added to each line, e.g. {@code service} */
    public JsonLines(Map<String, String> always) {
        this.always = new TreeMap<>(always);
    }

    /** Installs this format on the console handlers of the process. */
    public static void onConsole(Map<String, String> always) {
        install(LogContext.getLogContext().getLogger("").getHandlers(), new JsonLines(always));
    }

    private static void install(Handler[] handlers, JsonLines lines) {
        for (Handler handler : handlers) {
            if (handler instanceof ConsoleHandler console) {
                console.setFormatter(lines);
            } else if (handler instanceof ExtHandler nesting) {
                install(nesting.getHandlers(), lines);
            }
        }
    }

    @Override
    public String format(ExtLogRecord line) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            Instant at = line.getInstant().truncatedTo(ChronoUnit.MICROS);
            json.writeStringField("time", at.toString());
            json.writeStringField("level", line.getLevel().getName());
            json.writeStringField("logger", line.getLoggerName());
            json.writeStringField("thread", line.getThreadName());
            json.writeStringField("message", formatMessage(line));
            for (Map.Entry<String, String> field : always.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            for (Map.Entry<String, String> field : new TreeMap<>(line.getMdcCopy()).entrySet()) {
                if (!always.containsKey(field.getKey())) {
                    json.writeStringField(field.getKey(), field.getValue());
                }
            }
            error(json, line.getThrown());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.append('\n').toString();
    }

    private static void error(JsonGenerator json, @Nullable Throwable thrown) throws IOException {
        if (thrown == null) {
            return;
        }
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(stack, true));
        json.writeObjectFieldStart("error");
        json.writeStringField("type", thrown.getClass().getName());
        json.writeStringField("message", String.valueOf(thrown.getMessage()));
        json.writeStringField("stack", stack.toString());
        json.writeEndObject();
    }
}
