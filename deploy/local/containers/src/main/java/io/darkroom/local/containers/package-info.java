/**
 * The three servers as containers, for tests on a machine with a Docker engine: {@code -Ddarkroom.test.containers=true}. Only
 * test scopes depend on this module.
 *
 * <p>A container has a port of the loopback address that was chosen before, so that it is found there again after it was
 * killed and started; its data lie in the container and end with the test. The images can be others, see {@link
 * io.darkroom.local.containers.Images}.
 */
@NullMarked
package io.darkroom.local.containers;

import org.jspecify.annotations.NullMarked;
