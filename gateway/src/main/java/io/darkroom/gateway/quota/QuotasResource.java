package io.darkroom.gateway.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.quota.TenantQuota;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.quota.TenantJobs.Sums;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads and sets tenant quotas; requires the scope {@code operator}. */
@Path("/v1/fleet/quotas")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "operators")
public class QuotasResource {
    private static final String FIELD = "device_seconds";

    private final CurrentCaller caller;
    private final KafkaQuotas topic;
    private final Quotas quotas;
    private final RedisQuotaUse use;
    private final Clock clock;

    QuotasResource(CurrentCaller caller, KafkaQuotas topic, Quotas quotas, RedisQuotaUse use, Clock clock) {
        this.caller = caller;
        this.topic = topic;
        this.quotas = quotas;
        this.use = use;
        this.clock = clock;
    }

    @GET
    @Operation(operationId = "listQuotas", summary = "List the quotas set by operators, by tenant, and the default")
    public All list() {
        ready();
        return new All(quotas.byDefault(), quotas.all().stream().map(this::view).toList());
    }

    @GET
    @Path("{tenant}")
    @Operation(
            operationId = "getQuota",
            summary = "Get a tenant's quota and its use",
            description = "An unknown tenant has the default quota.")
    public Quota get(@PathParam("tenant") String tenant) {
        ready();
        return view(tenant);
    }

    @PUT
    @Path("{tenant}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setQuota",
            summary = "Set a tenant's quota",
            description = "Body: {\"device_seconds\": n}, the maximum of predicted device seconds in flight; 0: one"
                    + " job at a time; null: no limit, whatever the default is. Takes effect within a"
                    + " second, also for waiting jobs. Jobs that were accepted while the tenant had no"
                    + " quota do not count.")
    public Quota set(@PathParam("tenant") String tenant, InputStream body) {
        ready();
        Double seconds = seconds(StrictJson.parse(body, StrictJson.MAX_BYTES));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        topic.set(TenantQuota.of(tenant, seconds, now));
        return view(tenant);
    }

    @DELETE
    @Path("{tenant}")
    @Operation(operationId = "unsetQuota", summary = "Reset a tenant's quota to the default")
    public Quota unset(@PathParam("tenant") String tenant) {
        ready();
        topic.remove(tenant);
        return view(tenant);
    }

    private void ready() {
        caller.require(ApiKeyRecord.SCOPE_OPERATOR);
        if (!topic.caughtUp()) {
            throw ProblemException.unavailable(
                    ProblemCode.STARTING,
                    "The gateway has just started and is still reading quotas.",
                    Duration.ofSeconds(1),
                    null);
        }
    }

    private static @Nullable Double seconds(JsonNode body) {
        List<Violation> violations = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals(FIELD)) {
                violations.add(new Violation("/" + name, "unknown_field", "the only known field is " + FIELD));
            }
        });
        JsonNode seconds = body.path(FIELD);
        if (!seconds.isNull() && !(seconds.isNumber() && seconds.doubleValue() >= 0 && seconds.doubleValue() <= 1e12)) {
            violations.add(new Violation("/" + FIELD, "type", "must be a number of at least 0, or null for no limit"));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return seconds.isNull() ? null : seconds.doubleValue();
    }

    private Quota view(TenantQuota set) {
        return view(set.tenant());
    }

    private Quota view(String tenant) {
        TenantQuota set = quotas.set(tenant).orElse(null);
        Sums sums = use.of(tenant);
        return new Quota(
                tenant,
                set == null ? quotas.byDefault() : set.deviceSeconds(),
                set == null,
                set == null ? null : set.setAt(),
                sums == null ? null : Use.of(sums));
    }

    /** @param defaultDeviceSeconds quota of tenants that are not listed; absent: no limit */
    @Schema(name = "Quotas")
    public record All(@Nullable Double defaultDeviceSeconds, List<Quota> quotas) {}

    /**
     * @param deviceSeconds maximum of predicted device seconds in flight; absent: no limit
     * @param isDefault whether the default applies
     * @param setAt when an operator set it; absent for the default
     * @param use current use; absent while it cannot be read
     */
    @Schema(name = "Quota")
    public record Quota(
            String tenant,
            @Nullable Double deviceSeconds,
            boolean isDefault,
            @Nullable Instant setAt,
            @Nullable Use use) {}

    /**
     * Use of a quota, up to a few seconds old; times are predicted device seconds.
     *
     * @param inFlightJobs jobs that were accepted under a quota, released to their lanes and have not ended
     * @param waitingJobs accepted jobs that wait for others to end
     */
    @Schema(name = "QuotaUse")
    public record Use(int inFlightJobs, double inFlightSeconds, int waitingJobs, double waitingSeconds) {
        static Use of(Sums sums) {
            return new Use(sums.inFlight(), sums.inFlightMillis() / 1e3, sums.waiting(), sums.waitingMillis() / 1e3);
        }
    }
}
