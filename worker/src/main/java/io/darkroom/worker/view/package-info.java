/**
 * Redis: the hot view of jobs, cancel flags, signs of life. It is a hint and can be gone at any time; then every question
 * is answered with "don't know" at once, and jobs go on by the log and the object store.
 */
@NullMarked
package io.darkroom.worker.view;

import org.jspecify.annotations.NullMarked;
