/** Options that many commands share: whom to call, where the stack's things are. */
@NullMarked
package io.darkroom.local.option;

import org.jspecify.annotations.NullMarked;
