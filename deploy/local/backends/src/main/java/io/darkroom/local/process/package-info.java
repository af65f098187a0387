/**
 * Child processes that cannot outlive their launcher.
 *
 * <p>Each child hangs under a guard (a few lines of bash, {@code guard.sh}) that reads from a pipe of the launcher. The
 * kernel closes that pipe when the launcher dies, even by {@code kill -9}, and the guard then ends the child: SIGTERM,
 * and SIGKILL after the grace. It needs nothing but bash, so it is the same on Linux and macOS. Children are in process
 * groups of their own: a Ctrl-C in the terminal reaches the launcher alone, which stops them in order.
 *
 * <p>A {@link io.darkroom.local.process.ChildProcess} is one run of a command, the usual {@link io.darkroom.local.process.Run}; a
 * {@link io.darkroom.local.process.Component} is what is restarted, knows when it is ready and, if supervised,
 * is restarted when it dies.
 */
@NullMarked
package io.darkroom.local.process;

import org.jspecify.annotations.NullMarked;
