package io.darkroom.rules;

class HouseRulesTest implements KeepsHouseRules {}
