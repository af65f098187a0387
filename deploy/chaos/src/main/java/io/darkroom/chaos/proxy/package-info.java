/**
 * A wire between the processes and a server of theirs, that can be told to misbehave. Bytes pass as they are, so that
 * signatures stay good; where it has to know that a request begins it looks for the method of HTTP/1.1 at the start of what
 * the client sends.
 */
@NullMarked
package io.darkroom.chaos.proxy;

import org.jspecify.annotations.NullMarked;
