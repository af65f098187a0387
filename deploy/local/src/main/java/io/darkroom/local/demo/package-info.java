/** The demo: four stickers, one predicted clip, and the contact sheets of the documentation. */
@NullMarked
package io.darkroom.local.demo;

import org.jspecify.annotations.NullMarked;
