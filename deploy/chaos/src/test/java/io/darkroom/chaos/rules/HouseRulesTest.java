package io.darkroom.chaos.rules;

import io.darkroom.rules.KeepsHouseRules;
import java.util.Set;

class HouseRulesTest implements KeepsHouseRules {
    @Override
    public Set<String> wideMessages() {
        return Set.of("FinalState", "Call", "History", "Receipt");
    }

    @Override
    public Set<String> wideConstructors() {
        return Set.of("FaultInjector.Target", "ChaosSettings");
    }
}
