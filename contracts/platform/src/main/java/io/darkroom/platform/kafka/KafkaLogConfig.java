package io.darkroom.platform.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the gateway writes to the log. The brokers' addresses are {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "darkroom.log")
public interface KafkaLogConfig {
    /** From send to acknowledgement. After it, the record may or may not be in the log, and the client is answered 503. */
    @WithDefault("PT5S")
    Duration deliveryDeadline();

    /** How long a record waits for others to share its request. */
    @WithDefault("PT0.001S")
    Duration linger();
}
