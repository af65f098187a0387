/**
 * What was observed of a run: the clients' calls, the receivers, the readers of streams, the log, the object
 * store, and which fault was active when. Plain values that can be written to a file and checked again. Times are this machine's
 * clock, which all processes of a run share.
 */
@NullMarked
package io.darkroom.chaos.history;

import org.jspecify.annotations.NullMarked;
