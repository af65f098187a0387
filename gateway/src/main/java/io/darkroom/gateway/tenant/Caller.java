package io.darkroom.gateway.tenant;

import java.util.List;

/**
 * The authenticated sender of a call.
 *
 * @param key SHA-256 of the API key, which distinguishes several keys of one tenant
 * @param scopes scopes of the key, see {@code ApiKeyRecord}
 */
public record Caller(String tenant, String key, List<String> scopes) {
    public Caller {
        scopes = List.copyOf(scopes);
    }
}
