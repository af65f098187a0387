package io.darkroom.scaling.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PureTest {
    private final JavaClasses scaling = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.darkroom.scaling");

    @Test
    void nothingHereKnowsAnybodyReadsAClockOrDoesInputOrOutput() {
        assertThat(scaling).hasSizeGreaterThan(20);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.darkroom.scaling..", "java.lang..", "java.util..", "org.jspecify..")
                .check(scaling);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(scaling);
        noClasses().should().callMethod(System.class, "nanoTime").check(scaling);
    }

    @Test
    void thePolicyDoesNotKnowItsSimulator() {
        noClasses()
                .that()
                .resideInAPackage("..plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..simulate..", "..plot..")
                .check(scaling);
    }
}
