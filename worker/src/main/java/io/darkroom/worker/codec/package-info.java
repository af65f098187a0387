/**
 * Pictures and clips: bytes in, pixels out, and back.
 *
 * <p>Inputs come from strangers. The kind is told by the first bytes, never by a name; only PNG, JPEG, GIF, WebP and MP4 are
 * opened, each by the one demuxer and decoder that belongs to it, from memory, with no protocol to reach anything else; size,
 * number of frames and time are bounded before and while decoding ({@link io.darkroom.worker.codec.MediaBudget}). Whatever is
 * damaged is refused as a whole. Outputs are the same bytes for the same pixels and the same version of the libraries.
 */
@NullMarked
package io.darkroom.worker.codec;

import org.jspecify.annotations.NullMarked;
