package io.darkroom.gateway.fleet;

import io.darkroom.gateway.runtime.RolesConfig;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** Skips planning in gateways without the API role. */
@Singleton
public class NotPlannedHere implements Scheduled.SkipPredicate {
    private final RolesConfig roles;

    NotPlannedHere(RolesConfig roles) {
        this.roles = roles;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !RolesConfig.Role.API.isOneOf(roles);
    }
}
