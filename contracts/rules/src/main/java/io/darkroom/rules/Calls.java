package io.darkroom.rules;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** No call of certain methods in any of their overloads, nor a reference to them ({@code Instant::now}). */
final class Calls extends ArchCondition<JavaClass> {
    private static final Map<String, Set<String>> SLEEPS = Map.of(
            "java.lang.Thread", Set.of("sleep"),
            "java.util.concurrent.TimeUnit", Set.of("sleep"),
            "java.util.concurrent.locks.LockSupport", Set.of("parkNanos", "parkUntil"));
    private static final String OBJECT = "java.lang.Object";
    private static final Set<String> SYSTEM_CLOCKS =
            Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds", "tickMinutes");
    private static final String CLOCKS = "Clocks";

    private final Predicate<JavaAccess<?>> forbidden;

    private Calls(String description, Predicate<JavaAccess<?>> forbidden) {
        super(description);
        this.forbidden = forbidden;
    }

    static Calls toSleep() {
        return new Calls("not sleep", access -> sleeps(access) || waitsForNothing(access));
    }

    static Calls toTheWallClock() {
        return new Calls(
                "not read the wall clock",
                access -> !access.getOriginOwner().getSimpleName().equals(CLOCKS) && readsTheWallClock(access));
    }

    private static boolean sleeps(JavaAccess<?> access) {
        return SLEEPS.entrySet().stream()
                .anyMatch(sleep -> sleep.getValue().contains(access.getTarget().getName())
                        && access.getTargetOwner().isAssignableTo(sleep.getKey()));
    }

    /** A monitor may be waited on in a class that also notifies. */
    private static boolean waitsForNothing(JavaAccess<?> access) {
        return owner(access).equals(OBJECT)
                && access.getTarget().getName().equals("wait")
                && access.getOriginOwner().getAccessesFromSelf().stream()
                        .noneMatch(other -> owner(other).equals(OBJECT)
                                && other.getTarget().getName().startsWith("notify"));
    }

    private static boolean readsTheWallClock(JavaAccess<?> access) {
        String owner = owner(access);
        String method = access.getTarget().getName();
        return switch (owner) {
            case "java.lang.System" -> method.equals("currentTimeMillis");
            case "java.time.Clock" -> SYSTEM_CLOCKS.contains(method);
            case "java.util.Date" -> method.equals("<init>") && !takes(access);
            default -> owner.startsWith("java.time.") && method.equals("now") && !takesAClock(access);
        };
    }

    private static boolean takes(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && !target.getRawParameterTypes().isEmpty();
    }

    private static boolean takesAClock(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getName().equals("java.time.Clock"));
    }

    private static String owner(JavaAccess<?> access) {
        return access.getTargetOwner().getName();
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        type.getAccessesFromSelf().stream()
                .filter(forbidden)
                .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
    }
}
