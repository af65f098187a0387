package io.darkroom.contracts.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The codec of every stored message: snake_case, ISO-8601 instants, absent instead of null, keys in alphabetical order,
 * so equal messages have equal bytes in every process. Unknown fields are ignored, so older versions can read messages
 * of newer ones.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            // Otherwise a record's components would be written before properties that only accessors define.
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            // The order of the JDK's immutable maps differs between processes; digests of messages must not.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.CAN_OVERRIDE_ACCESS_MODIFIERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    public static byte[] encode(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + message.getClass().getSimpleName(), e);
        }
    }

    /**
     * @throws MalformedMessageException if the bytes are not such a message
     */
    public static <T> T decode(byte[] bytes, Class<T> type) {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new MalformedMessageException(type, e);
        }
    }

    /** A mapper with the same settings, to configure further. */
    public static ObjectMapper mapper() {
        return MAPPER.copy();
    }

    /** The bytes are not a valid message of the expected type. */
    public static final class MalformedMessageException extends RuntimeException {
        MalformedMessageException(Class<?> type, Throwable cause) {
            super("not a valid " + type.getSimpleName() + ": " + cause.getMessage(), cause);
        }
    }
}
