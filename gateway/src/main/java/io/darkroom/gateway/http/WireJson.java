package io.darkroom.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.wire.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Encodes responses with the same codec as stored messages: snake_case, ISO-8601 instants, absent instead of null. */
public class WireJson {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.mapper();
    }
}
