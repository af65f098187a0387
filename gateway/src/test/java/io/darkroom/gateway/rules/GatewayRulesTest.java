package io.darkroom.gateway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class GatewayRulesTest {
    private static final String ROOT = "io.darkroom.gateway";
    private static final String BAD = "io.darkroom.gateway.rules.bad";

    @TestFactory
    Stream<DynamicTest> theGatewayKeepsTheRules() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        return GatewayRules.under(ROOT).entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(classes)));
    }

    /** A rule that cannot fail proves nothing. */
    @TestFactory
    Stream<DynamicTest> everyRuleFailsOnABadGateway() {
        JavaClasses classes = new ClassFileImporter().importPackages(BAD);
        return GatewayRules.under(BAD).entrySet().stream()
                .map(rule -> dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue().evaluate(classes).hasViolation())
                                .as("a violation of '%s' in %s", rule.getKey(), BAD)
                                .isTrue()));
    }
}
