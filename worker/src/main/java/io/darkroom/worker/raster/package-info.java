/**
 * Arithmetic on pixels: resampling, masks, seams, measures. Plain Java on arrays; knows no file format.
 */
@NullMarked
package io.darkroom.worker.raster;

import org.jspecify.annotations.NullMarked;
