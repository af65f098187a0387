/**
 * Commands that call a gateway or read what a stack left in its data folder, one class each. The program that assembles
 * them is elsewhere; {@link io.darkroom.cli.command.Program} runs any assembly.
 *
 * <p>Exit status: 0 success, 1 failure (the reason is on standard error), 2 usage error.
 */
@NullMarked
package io.darkroom.cli.command;

import org.jspecify.annotations.NullMarked;
