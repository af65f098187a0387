package io.darkroom.rules;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tests that start servers say so by {@link UsesServers}. Calls are followed from the test and from its extensions through the classes of the module
 * and of its tests, until one starts a process or a container.
 */
final class ServerTests extends ArchCondition<JavaClass> {
    /** What starts servers, by class below the root. */
    static final Map<String, Set<String>> STARTERS = Map.of(
            "local.backends.Backends$Builder", Set.of("start"),
            "local.stack.LocalStack$Builder", Set.of("start"),
            "local.process.ChildProcess", Set.of("start"));

    private static final String QUARKUS_TEST = "io.quarkus.test.junit.QuarkusTest";
    private static final String TESTABLE = "org.junit.platform.commons.annotation.Testable";
    private static final String EXTEND_WITH = "org.junit.jupiter.api.extension.ExtendWith";

    private final String prefix;

    ServerTests(String root) {
        super("say so if they start servers");
        prefix = root + ".";
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!isTest(type) || saysSo(type)) {
            return;
        }
        if (type.isAnnotatedWith(QUARKUS_TEST)) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " is a @QuarkusTest without @UsesServers"));
        }
        start(type)
                .ifPresent(access -> events.add(SimpleConditionEvent.violated(
                        type, type.getName() + " has no @UsesServers, but " + access.getDescription())));
    }

    private static boolean isTest(JavaClass type) {
        return type.getAllMethods().stream().anyMatch(method -> method.isMetaAnnotatedWith(TESTABLE));
    }

    private static boolean saysSo(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getAllRawSuperclasses().stream())
                        .anyMatch(each -> each.isAnnotatedWith(UsesServers.class))
                || type.getEnclosingClass().map(ServerTests::saysSo).orElse(false);
    }

    /** The first call that starts a server, of those that the test may come to. */
    private Optional<JavaAccess<?>> start(JavaClass test) {
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        Stream.concat(Stream.of(test), extensions(test)).forEach(each -> open.addAll(each.getCodeUnits()));
        Set<JavaCodeUnit> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (JavaAccess<?> access : open.pop().getAccessesFromSelf()) {
                if (starts(access)) {
                    return Optional.of(access);
                }
                access.getTarget()
                        .resolveMember()
                        .filter(JavaCodeUnit.class::isInstance)
                        .map(JavaCodeUnit.class::cast)
                        .filter(seen::add)
                        .ifPresent(open::push);
            }
        }
        return Optional.empty();
    }

    private static Stream<JavaClass> extensions(JavaClass test) {
        return test.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().getName().equals(EXTEND_WITH))
                .flatMap(annotation -> annotation.get("value").stream())
                .flatMap(value -> Stream.of((JavaClass[]) value));
    }

    private boolean starts(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return owner.startsWith(prefix)
                && STARTERS.getOrDefault(owner.substring(prefix.length()), Set.of())
                        .contains(access.getTarget().getName());
    }
}
