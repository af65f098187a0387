/** Line charts as SVG, for documents: no library, no script, readable on light and dark pages. */
@NullMarked
package io.darkroom.scaling.plot;

import org.jspecify.annotations.NullMarked;
