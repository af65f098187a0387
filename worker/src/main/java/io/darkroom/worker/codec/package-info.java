/**
 * Images and clips: bytes in, pixels out, and back.
 *
 * <p>Input files are untrusted. Their format is detected by the first bytes, never by a name. Only PNG, JPEG, GIF, WebP and MP4
 * are opened, each by its one demuxer and decoder, from memory, without access to any other protocol; size, number of frames
 * and time are limited before and during decoding ({@link io.darkroom.worker.codec.MediaBudget}). A damaged file is refused
 * as a whole. Outputs are equal bytes for equal pixels and the same versions of the libraries.
 */
@NullMarked
package io.darkroom.worker.codec;

import org.jspecify.annotations.NullMarked;
