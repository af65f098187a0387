package io.darkroom.gateway.tenant;

import java.util.List;

/**
 * Who sends the call.
 *
 * @param scopes what the key may do, see {@code ApiKeyRecord}
 */
public record Caller(String tenant, List<String> scopes) {
    public Caller {
        scopes = List.copyOf(scopes);
    }
}
