package io.darkroom.worker.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The worker's architecture as rules, over any root package, so that each can be seen red on a fixture. */
final class WorkerRules {
    private WorkerRules() {}

    static Map<String, ArchRule> under(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("kafka", clientLibrary("Kafka", "org.apache.kafka.."));
        rules.put("redis", clientLibrary("Redis", "io.lettuce.."));
        rules.put("s3", clientLibrary("S3", "io.minio..", "okhttp3.."));
        rules.put("ort", clientLibrary("Ort", "ai.onnxruntime.."));
        rules.put("otel", clientLibrary("Otel", "io.opentelemetry.."));
        rules.put(
                "metrics",
                noClasses()
                        .that()
                        .haveSimpleNameNotEndingWith("Provider")
                        .and()
                        .doNotHaveSimpleName("Worker")
                        .and()
                        .doNotHaveSimpleName("WorkerLifecycle")
                        .and()
                        .doNotHaveSimpleName("IntakeMeters")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("io.micrometer.core.instrument.MeterRegistry")
                        .because("metrics are recorded through Meters, which knows the catalogue"));
        rules.put("cycles", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put(
                "pipelines",
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                root + ".pipeline..",
                                root + ".batch..",
                                root + ".ort..",
                                root + ".residency..",
                                root + ".scheduler..",
                                root + ".raster..",
                                root + ".codec..",
                                root + ".model..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                root + ".intake..",
                                root + ".run..",
                                root + ".report..",
                                root + ".artifact..",
                                root + ".checkpoint..",
                                root + ".ledger..",
                                root + ".view..")
                        .because("a pipeline knows of Kafka, Redis and the store only what its context hands it"));
        rules.put(
                "pipeline-base",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".pipeline")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".pipeline.*..")
                        .because("the families of pipelines stand on the base"));
        rules.put(
                "pipeline-families",
                slices().matching(root + ".pipeline.(*)..").should().notDependOnEachOther());
        rules.put("gateway", noClasses().should().dependOnClassesThat().resideInAPackage("io.darkroom.gateway.."));
        rules.put(
                "sleep",
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .because("sleeping is not waiting"));
        rules.put(
                "clock",
                noClasses()
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("the time is injected"));
        rules.put(
                "share-consumer",
                noClasses()
                        .that()
                        .doNotHaveSimpleName("KafkaJobSource")
                        .should()
                        .dependOnClassesThat()
                        .haveSimpleName("KafkaShareConsumer")
                        .because("one class owns the consumer, and one thread calls it"));
        return rules;
    }

    private static ArchRule clientLibrary(String name, String... packages) {
        DescribedPredicate<JavaClass> notNamed = DescribedPredicate.describe(
                "are not named " + name + "…",
                it -> !topLevel(it).getSimpleName().startsWith(name));
        return classes().that(notNamed).should(never(dependOnClassesThat(resideInAnyPackage(packages))));
    }

    private static JavaClass topLevel(JavaClass it) {
        JavaClass at = it;
        while (at.getEnclosingClass().isPresent()) {
            at = at.getEnclosingClass().get();
        }
        return at;
    }
}
