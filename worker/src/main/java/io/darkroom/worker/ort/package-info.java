/**
 * Networks on ONNX Runtime: denoisers, text encoders, decoders, upscalers, restorers, for both layouts of models that are served.
 * Every native object has one owner that closes it.
 */
@NullMarked
package io.darkroom.worker.ort;

import org.jspecify.annotations.NullMarked;
