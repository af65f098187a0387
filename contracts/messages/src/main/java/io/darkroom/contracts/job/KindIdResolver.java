package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the record of an input by the name of its kind, and the name by the record. */
public final class KindIdResolver extends TypeIdResolverBase {
    @Override
    public String idFromValue(Object value) {
        return ((JobInput) value).kind().wireName();
    }

    @Override
    public String idFromValueAndType(Object value, Class<?> type) {
        return idFromValue(value);
    }

    /** Null for a name that is no kind: Jackson then refuses the message and names it. */
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
