/**
 * Jobs that predict video frames. All futures of a job grow block by block in the running batch ({@link
 * io.darkroom.worker.pipeline.video.Rollout}), so their state between two denoising steps is small enough for a checkpoint.
 */
@NullMarked
package io.darkroom.worker.pipeline.video;

import org.jspecify.annotations.NullMarked;
