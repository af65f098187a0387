/**
 * The little that has to be known of an ONNX file before it is opened: which other files it would read, and whether its
 * timestep is one number for all rows, which is then made one for each. Reads protobuf by hand; weights are never touched.
 */
@NullMarked
package io.darkroom.worker.onnx;

import org.jspecify.annotations.NullMarked;
