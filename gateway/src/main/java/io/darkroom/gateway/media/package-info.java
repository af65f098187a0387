/**
 * What bytes claim to be. Only the first bytes are looked at and nothing is ever decoded here: pixels are the worker's
 * business, behind its budget. The name that a client gives its media counts for nothing.
 */
@NullMarked
package io.darkroom.gateway.media;

import org.jspecify.annotations.NullMarked;
