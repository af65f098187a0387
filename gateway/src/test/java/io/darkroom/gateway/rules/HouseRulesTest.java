package io.darkroom.gateway.rules;

import io.darkroom.rules.KeepsHouseRules;
import java.util.Set;

class HouseRulesTest implements KeepsHouseRules {
    @Override
    public Set<String> wideMessages() {
        return Set.of(
                "CallbackBody.Data",
                "CallbackBody.Output",
                "DeadLettersResource.View",
                "DeliveriesResource.View",
                "EndpointsResource.View",
                "JobDocument",
                "JobDocument.Output",
                "JobView",
                "PoolDemand");
    }
}
