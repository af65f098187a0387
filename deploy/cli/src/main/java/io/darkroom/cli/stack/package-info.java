/**
 * The stack of this machine as a client finds it: its addresses ({@code stack.json}) and its API key ({@code
 * credentials}) in the data folder. {@code io.darkroom.local} writes both; nothing here starts or stops anything.
 */
@NullMarked
package io.darkroom.cli.stack;

import org.jspecify.annotations.NullMarked;
