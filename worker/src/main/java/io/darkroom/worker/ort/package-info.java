/**
 * Networks on ONNX Runtime: denoisers, text encoders, autoencoders, upscalers and restorers, for both layouts of models.
 *
 * <p><b>Model.</b> {@link io.darkroom.worker.ort.OrtRuntime} opens sessions, all with the same options. {@link
 * io.darkroom.worker.ort.NetworkOpener} opens the {@link io.darkroom.worker.ort.Networks} of a model, which have four parts: a {@link
 * io.darkroom.worker.batch.Denoiser} for the batch, {@link io.darkroom.worker.ort.Prompts} (text to conditioning), a {@link
 * io.darkroom.worker.ort.Codec} (images to samples and back) and, for some models, a restorer. Classes named {@code Pixel…}
 * serve Darkroom's own layout, classes named {@code Diffusers…} and {@code Latent…} serve Diffusers exports. Only classes named {@code Ort…}
 * use the client library.
 *
 * <p><b>Ownership.</b> Every native object has one owner that closes it: sessions and tensors their {@code Ort…} object, those the {@code
 * Networks}, shared text encoders the opener. All networks run on the device thread, so nothing here is synchronised except opening.
 *
 * <p><b>Clock.</b> None.
 *
 * <p><b>Conservative.</b> Compute is deterministic and TF32 is off. Single-image networks run with one image at a time, so that bytes
 * do not depend on how many there are. Optimised graphs and measured rows are cached per machine and runtime version in {@link
 * io.darkroom.worker.ort.EngineCache}; where the cache cannot be used, everything works without it, only slower. A network whose
 * inputs or outputs do not match its description is rejected when it is opened.
 */
@NullMarked
package io.darkroom.worker.ort;

import org.jspecify.annotations.NullMarked;
