package io.darkroom.local.containers.rules;

import io.darkroom.rules.KeepsHouseRules;

class HouseRulesTest implements KeepsHouseRules {}
