package io.darkroom.docker.rules;

import io.darkroom.rules.KeepsHouseRules;

class HouseRulesTest implements KeepsHouseRules {}
