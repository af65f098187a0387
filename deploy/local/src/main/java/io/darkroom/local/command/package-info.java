/**
 * The program {@code ./darkroom}: assembles the commands of {@code io.darkroom.cli} and {@code io.darkroom.install} with those
 * that run this machine's stack.
 */
@NullMarked
package io.darkroom.local.command;

import org.jspecify.annotations.NullMarked;
