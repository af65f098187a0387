/**
 * The running batch: one thread owns the device and runs samples of many jobs together, step by step. A sample joins and leaves
 * at any denoising step, and its numbers do not depend on its neighbours. Networks are ports here; nothing knows ONNX Runtime.
 */
@NullMarked
package io.darkroom.worker.batch;

import org.jspecify.annotations.NullMarked;
