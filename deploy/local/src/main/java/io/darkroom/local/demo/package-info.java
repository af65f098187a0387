/** The first minute: four stickers, one predicted clip, and pictures to look at. */
@NullMarked
package io.darkroom.local.demo;

import org.jspecify.annotations.NullMarked;
