/** Options that many commands share: whom to call, where the stack's things are. */
@NullMarked
package io.darkroom.cli.option;

import org.jspecify.annotations.NullMarked;
