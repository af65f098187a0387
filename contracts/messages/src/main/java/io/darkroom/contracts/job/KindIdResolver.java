package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps the wire name of a kind to its input record, and back. */
public final class KindIdResolver extends TypeIdResolverBase {
    @Override
    public String idFromValue(Object value) {
        return ((JobInput) value).kind().wireName();
    }

    @Override
    public String idFromValueAndType(Object value, Class<?> type) {
        return idFromValue(value);
    }

    /** Null for an unknown kind: Jackson then rejects the message with an error that contains the name. */
    @Override
    public @Nullable JavaType typeFromId(DatabindContext context, String id) {
        return JobKind.find(id)
                .map(kind -> context.constructSpecializedType(
                        context.getTypeFactory().constructType(JobInput.class), kind.input()))
                .orElse(null);
    }

    @Override
    public String getDescForKnownTypeIds() {
        return Arrays.stream(JobKind.values()).map(JobKind::wireName).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.CUSTOM;
    }
}
