package io.darkroom.worker.platform;

import io.smallrye.config.ConfigMapping;

/** The hot view. */
@ConfigMapping(prefix = "darkroom.redis")
public interface RedisConfig {
    /** E.g. {@code redis://127.0.0.1:6379}. */
    String uri();
}
