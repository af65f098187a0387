/**
 * {@code ./darkroom}: one class for each command. Commands that ask for work speak plain HTTP to a gateway; those that
 * run the stack use {@code io.darkroom.local.stack}; keys are written to Kafka, since only the installation's owner makes
 * them.
 *
 * <p>Exit status: 0 done, 1 it failed (the reason is on standard error), 2 the command was misspelt.
 */
@NullMarked
package io.darkroom.local.cli;

import org.jspecify.annotations.NullMarked;
