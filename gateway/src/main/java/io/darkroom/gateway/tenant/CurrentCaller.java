package io.darkroom.gateway.tenant;

import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.platform.telemetry.log.LogFields;
import jakarta.enterprise.context.RequestScoped;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The caller of the current HTTP call, set by {@link Authentication} before any resource runs. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    void set(Caller authenticated) {
        caller = authenticated;
        MDC.put(LogFields.TENANT, authenticated.tenant());
    }

    /**
     * The tenant of the caller.
     *
     * @throws ProblemException {@code forbidden} if the key does not have the scope {@code jobs}
     */
    public String tenant() {
        return require(ApiKeyRecord.SCOPE_JOBS).tenant();
    }

    /** @throws ProblemException {@code forbidden} if the key does not have this scope */
    public Caller require(String scope) {
        Caller known = caller;
        if (known == null) {
            throw ProblemException.of(ProblemCode.UNAUTHENTICATED, "Send an API key: Authorization: Bearer dk_….");
        }
        if (!known.scopes().contains(scope)) {
            throw ProblemException.of(
                    ProblemCode.FORBIDDEN, "This call requires a key with the scope '" + scope + "'.");
        }
        return known;
    }
}
