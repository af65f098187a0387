package io.darkroom.gateway.observe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of the event streams. */
@ConfigMapping(prefix = "darkroom.streams")
public interface StreamConfig {
    /** Streams that one gateway holds at once. */
    @WithDefault("10000")
    int maxOpen();

    /** After so long without an event a comment is sent, and the view is looked at even if nothing was announced. */
    @WithDefault("PT5S")
    Duration heartbeat();

    /** A client that takes nothing for so long is disconnected; it may resume by its Last-Event-ID. */
    @WithDefault("PT20S")
    Duration stuck();

    /** While Redis is away, how long until it is asked again. */
    @WithDefault("PT1S")
    Duration retry();
}
