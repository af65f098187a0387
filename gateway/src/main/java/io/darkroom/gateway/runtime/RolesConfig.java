package io.darkroom.gateway.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What of the gateway's work this process does; one installation needs all of it somewhere. */
@ConfigMapping(prefix = "darkroom.gateway")
public interface RolesConfig {
    /**
     * Default: all. Requests are answered in every role, so whoever runs webhooks apart lets their HTTP port listen on the
     * loopback address only.
     */
    @WithDefault("api,webhooks")
    Set<Role> roles();

    /** Kinds of work that can run apart. */
    enum Role {
        /** What stands behind the API: projection, deadlines, the fleet's plan, the sweep. */
        API,
        /** Events become deliveries, deliveries are brought. The only role that calls clients. */
        WEBHOOKS;

        public boolean isOneOf(RolesConfig config) {
            return config.roles().contains(this);
        }
    }
}
