package io.darkroom.gateway.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rules of the house, for the classes under a root package. */
final class HouseRules {
    private HouseRules() {}

    static Map<String, ArchRule> of(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("no circles", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("Kafka in Kafka…", only("Kafka.*", "org.apache.kafka.."));
        rules.put("Lettuce in Redis…", only("Redis.*", "io.lettuce.."));
        rules.put("MinIO in S3…", only("S3.*", "io.minio.."));
        rules.put("OkHttp in S3… and OkHttp…", only("(S3|OkHttp).*", "okhttp3.."));
        rules.put("OpenTelemetry in Otel…", only("Otel.*", "io.opentelemetry.."));
        rules.put(
                "metrics through the catalogue",
                noClasses()
                        .that()
                        .doNotHaveSimpleName("MetersProvider")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("io.micrometer.core.instrument.MeterRegistry"));
        rules.put(
                "no meaningless packages",
                classes()
                        .should()
                        .resideOutsideOfPackages(
                                "..service..",
                                "..impl..",
                                "..dto..",
                                "..mapper..",
                                "..util..",
                                "..common..",
                                "..helper.."));
        rules.put(
                "time is given",
                noClasses()
                        .that()
                        .doNotHaveSimpleName("Clocks")
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis"));
        rules.put("nobody sleeps", noClasses().should().callMethod(Thread.class, "sleep", long.class));
        rules.put(
                "gateway and worker never see each other",
                noClasses().should().dependOnClassesThat().resideInAPackage("io.darkroom.worker.."));
        return rules;
    }

    private static ArchRule only(String names, String library) {
        return noClasses()
                .that(haveNoSuchName(names))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> haveNoSuchName(String names) {
        return DescribedPredicate.describe("are not named " + names, type -> {
            String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
            return !name.matches(names);
        });
    }
}
