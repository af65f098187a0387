package io.darkroom.gateway.channel;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Leaves out the two lines that SmallRye logs for each record that was not sent; in an outage those are hundreds in a second.
 * {@link KafkaSender} and its callers report the failure.
 */
@LoggingFilter(name = SendFailuresFilter.NAME)
public final class SendFailuresFilter implements Filter {
    static final String NAME = "send-failures";

    @Override
    public boolean isLoggable(LogRecord entry) {
        String message = entry.getMessage();
        return message == null || !message.startsWith("SRMSG18206") && !message.startsWith("SRMSG18212");
    }
}
