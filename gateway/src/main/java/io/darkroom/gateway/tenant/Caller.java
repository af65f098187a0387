package io.darkroom.gateway.tenant;

import java.util.List;

/**
 * Who sends the call.
 *
 * @param key SHA-256 of the API key, which tells holders of one tenant apart
 * @param scopes what the key may do, see {@code ApiKeyRecord}
 */
public record Caller(String tenant, String key, List<String> scopes) {
    public Caller {
        scopes = List.copyOf(scopes);
    }
}
