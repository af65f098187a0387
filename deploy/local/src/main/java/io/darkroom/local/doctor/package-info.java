/**
 * What can be wrong on a machine before or while Darkroom runs there. Each check gives findings; each finding that is not
 * fine says what to do about it.
 */
@NullMarked
package io.darkroom.local.doctor;

import org.jspecify.annotations.NullMarked;
