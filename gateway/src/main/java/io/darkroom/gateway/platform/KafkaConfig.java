package io.darkroom.gateway.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the gateway speaks with the log. The brokers' addresses are {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "darkroom.log")
public interface KafkaConfig {
    /** From send to acknowledgement. After it, the record may or may not be in the log, and the client is told 503. */
    @WithDefault("PT5S")
    Duration deliveryDeadline();

    /** How long a record waits for company in a batch. */
    @WithDefault("PT0.001S")
    Duration linger();
}
