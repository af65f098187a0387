package io.darkroom.worker.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules that concern the worker only, over any root package, so that each can be seen red on a fixture. */
final class WorkerRules {
    /** What makes images and videos. */
    static final List<String> PIPELINES =
            List.of("pipeline", "batch", "ort", "residency", "scheduler", "raster", "codec", "model");

    /** What takes jobs and hands results over. */
    static final List<String> AROUND = List.of("intake", "run", "report", "artifact", "checkpoint", "ledger", "view");

    private WorkerRules() {}

    static Map<String, ArchRule> under(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
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
        rules.put(
                "pipelines",
                noClasses()
                        .that()
                        .resideInAnyPackage(under(root, PIPELINES))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(under(root, AROUND))
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

    private static String[] under(String root, List<String> packages) {
        return packages.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    }
}
