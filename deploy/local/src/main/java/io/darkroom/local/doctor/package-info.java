/** Checks of this machine, the models and the running stack; checks of any installation are in {@code io.darkroom.cli.doctor}. */
@NullMarked
package io.darkroom.local.doctor;

import org.jspecify.annotations.NullMarked;
