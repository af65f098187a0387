package io.darkroom.contracts.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ContractsKnowNobodyTest {
    private static final ArchRule KNOW_NOBODY = classes()
            .that()
            .resideInAPackage("io.darkroom.contracts..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.darkroom.contracts..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
            .because("gateway, worker and every tool share the contracts, and with them whatever these depend on");

    private static final ArchRule NO_CIRCLES = SlicesRuleDefinition.slices()
            .matching("io.darkroom.contracts.(*)..")
            .should()
            .beFreeOfCycles();

    private final JavaClasses contracts = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.darkroom.contracts");

    @Test
    void contractsKnowNobody() {
        assertThat(contracts).hasSizeGreaterThan(30);
        KNOW_NOBODY.check(contracts);
    }

    @Test
    void packagesFormNoCircle() {
        NO_CIRCLES.check(contracts);
    }

    @Test
    void theRuleBites() {
        JavaClasses bad = new ClassFileImporter().importPackages("io.darkroom.contracts.architecture.fixture");
        assertThat(KNOW_NOBODY.evaluate(bad).getFailureReport().getDetails())
                .anyMatch(line -> line.contains("KnowsSomebody") && line.contains("networknt"));
    }
}
