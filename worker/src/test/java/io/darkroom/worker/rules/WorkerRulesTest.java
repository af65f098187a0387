package io.darkroom.worker.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerRulesTest {
    private static final String ROOT = "io.darkroom.worker";
    private static final String FIXTURE = "io.darkroom.worker.rules.fixture";

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses BAD = new ClassFileImporter().importPackages(FIXTURE);

    static Stream<String> rules() {
        return WorkerRules.under(ROOT).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theWorkerKeepsTheRule(String name) {
        rule(ROOT, name).check(WORKER);
    }

    /** A rule that cannot fail is none. */
    @ParameterizedTest
    @MethodSource("rules")
    void theRuleTripsOnItsFixture(String name) {
        assertThat(rule(FIXTURE, name).evaluate(BAD).hasViolation()).isTrue();
    }

    @Test
    void everyPackageThatARuleNamesExists() {
        assertThat(WORKER.stream().map(it -> it.getPackageName().substring(ROOT.length() + 1)))
                .containsAll(WorkerRules.PIPELINES)
                .containsAll(WorkerRules.AROUND);
    }

    private static ArchRule rule(String root, String name) {
        ArchRule rule = WorkerRules.under(root).get(name);
        assertThat(rule).isNotNull();
        return rule;
    }
}
