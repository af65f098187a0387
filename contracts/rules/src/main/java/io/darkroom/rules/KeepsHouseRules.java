package io.darkroom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The test of a module that its main classes keep the rules; Maven runs it in the module's folder. */
public interface KeepsHouseRules {
    String ROOT = "io.darkroom";

    /**
     * Records that are messages or documents, as wide as their JSON is; {@code Outer.Inner} for nested ones. Those of {@code contracts} need not be
     * named. A name that need not be here fails the test.
     */
    default Set<String> wideMessages() {
        return Set.of();
    }

    /**
     * Classes that had a constructor with too many parameters before there was a limit. The list may only shrink: a name that need not be here any more
     * fails the test.
     */
    default Set<String> wideConstructors() {
        return Set.of();
    }

    @TestFactory
    default Stream<DynamicTest> houseRules() {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
        assertThat(classes).as("classes of the module in target/classes").isNotEmpty();
        return HouseRules.under(ROOT, wideMessages(), wideConstructors()).entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(classes)));
    }

    /** Without it {@code ./darkroom test --fast} would start servers, and fail where there are none. */
    @Test
    default void testsThatStartServersSaySo() {
        JavaClasses classes =
                new ClassFileImporter().importPaths(Path.of("target", "classes"), Path.of("target", "test-classes"));
        HouseRules.tests(ROOT).check(classes);
    }
}
