/**
 * What must not be made: a list of words for prompts and a classifier for pictures, both optional and replaceable by
 * whoever runs a worker. Off unless they are configured.
 */
@NullMarked
package io.darkroom.worker.moderation;

import org.jspecify.annotations.NullMarked;
