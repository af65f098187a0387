package io.darkroom.cli.rules;

import io.darkroom.rules.KeepsHouseRules;
import java.util.Set;

class HouseRulesTest implements KeepsHouseRules {
    @Override
    public Set<String> wideMessages() {
        return Set.of("SpanRecord");
    }
}
