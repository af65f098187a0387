/** The clock of the programs below {@code deploy}, and waits for what only asking again can tell. */
@NullMarked
package io.darkroom.cli.time;

import org.jspecify.annotations.NullMarked;
