/**
 * Jobs that end in still images, or in an animation of stills. Each pipeline is one numbered page; the steps it is written
 * in are those of {@link io.darkroom.worker.pipeline.still.StillRun}.
 */
@NullMarked
package io.darkroom.worker.pipeline.still;

import org.jspecify.annotations.NullMarked;
