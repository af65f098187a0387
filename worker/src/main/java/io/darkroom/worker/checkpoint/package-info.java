/**
 * What an attempt leaves behind so that the next one continues instead of starting over. A job has at most one checkpoint,
 * the last one written. Checkpoints only save work: one that is missing, damaged or made with other models or settings is
 * ignored, and whichever of two workers wrote last, continuing from its checkpoint is correct.
 */
@NullMarked
package io.darkroom.worker.checkpoint;

import org.jspecify.annotations.NullMarked;
