package io.darkroom.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * Which client library belongs to classes of which names. OpenTelemetry's API is for all, as it is made for instrumented code; its SDK is not.
 */
final class ClientLibraries extends ArchCondition<JavaClass> {
    private record Library(String prefix, List<String> names) {
        boolean holds(String type) {
            return type.startsWith(prefix);
        }

        boolean isNamedBy(String simpleName) {
            return names.stream().anyMatch(simpleName::startsWith);
        }
    }

    private static final List<Library> LIBRARIES = List.of(
            new Library("org.apache.kafka.", List.of("Kafka")),
            new Library("io.lettuce.", List.of("Redis")),
            new Library("io.minio.", List.of("S3")),
            new Library("okhttp3.", List.of("OkHttp", "S3")),
            new Library("ai.onnxruntime.", List.of("Ort")),
            new Library("io.opentelemetry.", List.of("Otel", "Otlp")),
            new Library("org.bytedeco.", List.of("FFmpeg")));
    private static final List<String> FOR_ALL = List.of("io.opentelemetry.api.", "io.opentelemetry.context.");

    ClientLibraries() {
        super("use client libraries only where they are named after them");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String name = topLevel(type).getSimpleName();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String target = dependency.getTargetClass().getBaseComponentType().getName();
            if (FOR_ALL.stream().noneMatch(target::startsWith)
                    && LIBRARIES.stream().anyMatch(library -> library.holds(target) && !library.isNamedBy(name))) {
                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
            }
        }
    }

    private static JavaClass topLevel(JavaClass type) {
        JavaClass at = type;
        while (at.getEnclosingClass().isPresent()) {
            at = at.getEnclosingClass().get();
        }
        return at;
    }
}
