/** Options that many commands share: the gateway, and the stack's data folder. */
@NullMarked
package io.darkroom.cli.option;

import org.jspecify.annotations.NullMarked;
