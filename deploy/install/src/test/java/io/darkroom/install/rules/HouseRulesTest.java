package io.darkroom.install.rules;

import io.darkroom.rules.KeepsHouseRules;

class HouseRulesTest implements KeepsHouseRules {}
