/**
 * Labeled datasets: thousands of images through a window of a few dozen, packed into tar shards of which one is open at a
 * time. Equal jobs give equal bytes, in whatever order the images come out of the batch.
 */
@NullMarked
package io.darkroom.worker.pipeline.dataset;

import org.jspecify.annotations.NullMarked;
