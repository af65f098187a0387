package io.darkroom.simulate.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.darkroom.planner", "io.darkroom.simulate");

    @Test
    void plannerAndSimulatorAreSelfContainedAndReadNoClock() {
        assertThat(classes).hasSizeGreaterThan(20);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.darkroom.planner..",
                        "io.darkroom.simulate..",
                        "java.lang..",
                        "java.util..",
                        "org.jspecify..")
                .check(classes);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(classes);
        noClasses().should().callMethod(System.class, "nanoTime").check(classes);
    }

    @Test
    void thePlannerDoesNotDependOnTheSimulator() {
        noClasses()
                .that()
                .resideInAPackage("io.darkroom.planner..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.darkroom.simulate..")
                .check(classes);
    }
}
