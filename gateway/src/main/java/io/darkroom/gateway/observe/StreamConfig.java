package io.darkroom.gateway.observe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the event streams. */
@ConfigMapping(prefix = "darkroom.streams")
public interface StreamConfig {
    /** Maximum number of open streams per gateway. */
    @WithDefault("10000")
    int maxOpen();

    /** After this time without an event a comment is sent, and the view is read even if nothing was announced. */
    @WithDefault("PT5S")
    Duration heartbeat();

    /** A client that accepts no event for this time is disconnected; it may resume with Last-Event-ID. */
    @WithDefault("PT20S")
    Duration stuck();

    /** Time between retries while Redis is unavailable. */
    @WithDefault("PT1S")
    Duration retry();
}
