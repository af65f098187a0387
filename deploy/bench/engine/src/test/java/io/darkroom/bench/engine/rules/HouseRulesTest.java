package io.darkroom.bench.engine.rules;

import io.darkroom.rules.KeepsHouseRules;

class HouseRulesTest implements KeepsHouseRules {}
