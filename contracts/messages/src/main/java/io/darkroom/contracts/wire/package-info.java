/**
 * Names and encodings shared by all processes, each declared once: topics, headers, Redis keys, object keys and the
 * JSON codec.
 */
@NullMarked
package io.darkroom.contracts.wire;

import org.jspecify.annotations.NullMarked;
