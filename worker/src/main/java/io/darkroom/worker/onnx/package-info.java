/**
 * Reading and editing ONNX files before ONNX Runtime opens them: which other files a graph refers to, and whether its timestep is a
 * scalar, which is then changed to one value per row.
 *
 * <p>The protobuf encoding is read directly from a memory-mapped file; weights are neither parsed nor copied to the heap. Field numbers are
 * those of {@code onnx.proto}. A graph whose use of the timestep is not understood is left as it is.
 */
@NullMarked
package io.darkroom.worker.onnx;

import org.jspecify.annotations.NullMarked;
