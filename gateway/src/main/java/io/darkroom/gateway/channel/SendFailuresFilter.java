package io.darkroom.gateway.channel;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Suppresses the two lines that SmallRye logs for each failed record, hundreds per second during an outage. {@link
 * KafkaSender} and its callers log the failure.
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
