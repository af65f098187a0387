/** Line charts as SVG, for documents: no library, no script, readable on light and dark pages. */
@NullMarked
package io.darkroom.simulate.plot;

import org.jspecify.annotations.NullMarked;
