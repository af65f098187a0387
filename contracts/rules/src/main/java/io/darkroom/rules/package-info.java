/**
 * The rules of the architecture, in one place. Each module's tests hold a class that implements {@link io.darkroom.rules.KeepsHouseRules}, which
 * reads the module's own compiled classes; rules that concern one module only stay with it. Every rule is written over a root package, so that this
 * module's tests can see it fail on a small house built to break it.
 */
@NullMarked
package io.darkroom.rules;

import org.jspecify.annotations.NullMarked;
