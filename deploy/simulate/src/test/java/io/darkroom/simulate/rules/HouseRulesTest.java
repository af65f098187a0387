package io.darkroom.simulate.rules;

import io.darkroom.rules.KeepsHouseRules;
import java.util.Set;

class HouseRulesTest implements KeepsHouseRules {
    @Override
    public Set<String> wideConstructors() {
        return Set.of("Result");
    }
}
