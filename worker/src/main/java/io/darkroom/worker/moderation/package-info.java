/**
 * Moderation: a word list for prompts and a classifier for images. Both are optional, off by default, and chosen by the operator of the
 * worker.
 *
 * <p>The {@link io.darkroom.worker.moderation.Moderator} owns both and closes the classifier. The classifier runs on the CPU on the thread
 * of the job, not on the device thread. A list or a classifier that is configured and cannot be read stops the start: a worker that should
 * moderate does not run without it.
 */
@NullMarked
package io.darkroom.worker.moderation;

import org.jspecify.annotations.NullMarked;
