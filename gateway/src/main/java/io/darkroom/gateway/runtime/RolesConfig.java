package io.darkroom.gateway.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** The roles of this gateway process. An installation needs at least one process per role. */
@ConfigMapping(prefix = "darkroom.gateway")
public interface RolesConfig {
    /**
     * Default: all. Every role serves HTTP requests, so operators who run webhooks separately should bind the HTTP port
     * of those processes to the loopback address.
     */
    @WithDefault("api,webhooks")
    Set<Role> roles();

    /** Roles that can run in separate processes. */
    enum Role {
        /** Background work of the API: projection, deadlines, fleet planning, sweeps. */
        API,
        /** Turns events into deliveries and sends them. The only role that calls clients. */
        WEBHOOKS;

        public boolean isOneOf(RolesConfig config) {
            return config.roles().contains(this);
        }
    }
}
