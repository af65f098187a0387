package io.darkroom.bench.rules;

import io.darkroom.rules.KeepsHouseRules;

class HouseRulesTest implements KeepsHouseRules {}
