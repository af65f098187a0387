package io.darkroom.platform.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the gateway writes to the log. The brokers' addresses are {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "darkroom.log")
public interface KafkaLogConfig {
    /** Time from send to acknowledgement. After it the record may or may not be in the log, and the client gets 503. */
    @WithDefault("PT5S")
    Duration deliveryDeadline();

    /** How long a record waits to be batched with others. */
    @WithDefault("PT0.001S")
    Duration linger();
}
