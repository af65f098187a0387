package io.darkroom.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which module may know which, by the first package below the root; a package that is not listed belongs to no module and fails. */
final class Modules {
    private static final Set<String> DEPLOY = Set.of("local", "cli", "install", "simulate", "bench", "chaos", "docker");
    private static final Map<String, Set<String>> BELOW = below();
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "contracts", List.of("java.", "com.fasterxml.jackson.", "org.jspecify."),
            "planner", List.of("java.lang.", "java.util.", "org.jspecify."),
            "simulate", List.of("java.lang.", "java.util.", "org.jspecify."));

    private final String prefix;

    private Modules(String root) {
        prefix = root + ".";
    }

    static Modules under(String root) {
        return new Modules(root);
    }

    private static Map<String, Set<String>> below() {
        Map<String, Set<String>> below = new HashMap<>();
        below.put("contracts", Set.of());
        below.put("rules", Set.of());
        below.put("planner", Set.of());
        below.put("platform", Set.of("contracts"));
        below.put("gateway", Set.of("contracts", "platform", "planner"));
        below.put("worker", Set.of("contracts", "platform"));
        Set<String> all = Stream.concat(DEPLOY.stream(), Stream.of("contracts", "platform", "planner"))
                .collect(Collectors.toSet());
        DEPLOY.forEach(module -> below.put(module, all));
        below.put("simulate", Set.of("planner"));
        below.put("bench", Stream.concat(all.stream(), Stream.of("worker")).collect(Collectors.toSet()));
        return Map.copyOf(below);
    }

    ArchCondition<JavaClass> knowOnlyThoseBelow() {
        return each("know only the modules below their own", (module, target) -> {
            Set<String> known = BELOW.get(module);
            String other = moduleOf(target);
            return known != null && (other.isEmpty() || other.equals(module) || known.contains(other));
        });
    }

    ArchCondition<JavaClass> useOnlyTheirLibraries() {
        return each("use only the libraries of their module", (module, target) -> {
            List<String> libraries = LIBRARIES.get(module);
            return libraries == null
                    || target.startsWith(prefix)
                    || target.indexOf('.') < 0
                    || libraries.stream().anyMatch(target::startsWith);
        });
    }

    private ArchCondition<JavaClass> each(String description, BiPredicate<String, String> allowed) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String module = moduleOf(type.getName());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String target =
                            dependency.getTargetClass().getBaseComponentType().getName();
                    if (!allowed.test(module, target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** The module of a class by name, or empty if it lies outside the root. */
    private String moduleOf(String name) {
        if (!name.startsWith(prefix)) {
            return "";
        }
        String rest = name.substring(prefix.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
