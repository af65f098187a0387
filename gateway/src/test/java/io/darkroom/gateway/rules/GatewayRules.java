package io.darkroom.gateway.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rules that concern the gateway only, for the classes under a root package. */
final class GatewayRules {
    private GatewayRules() {}

    static Map<String, ArchRule> under(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "metrics through the catalogue",
                noClasses()
                        .that()
                        .doNotHaveSimpleName("MetersProvider")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("io.micrometer.core.instrument.MeterRegistry"));
        return rules;
    }
}
