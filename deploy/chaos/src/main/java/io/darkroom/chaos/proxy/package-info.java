/**
 * A proxy between the processes and a server, which can misbehave on command. Bytes pass unchanged, so that
 * signatures stay valid; the start of a request is recognised by the method of HTTP/1.1 at the start of what
 * the client sends.
 */
@NullMarked
package io.darkroom.chaos.proxy;

import org.jspecify.annotations.NullMarked;
