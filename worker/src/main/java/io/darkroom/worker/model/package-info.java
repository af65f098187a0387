/**
 * Models on disk: the models directory, its mirror of a bucket, manifests and digests. Nothing here loads a network.
 *
 * <p><b>Model.</b> A {@link io.darkroom.worker.model.ModelRepository} scans a directory with one folder per model, in one of two
 * layouts: Darkroom's own ({@code model.json}, {@link io.darkroom.worker.model.ModelManifest}) or a Diffusers export ({@code
 * model_index.json}, {@link io.darkroom.worker.model.DiffusersLayout}). The result is a {@link
 * io.darkroom.worker.model.VerifiedModel}: a folder, its description and the digests of its files. Records that mirror a JSON file
 * ({@code ModelManifest}, {@code SchedulerSettings}, {@code DiffusersNotes}) have as many components as the file has fields; Jackson makes
 * them.
 *
 * <p><b>Ownership.</b> The directory belongs to the operator. The mirror writes and deletes only files that it copied itself.
 *
 * <p><b>Conservative.</b> A file is used only after its digest was checked, symbolic links are not followed, and a JSON field that is
 * not understood rejects the model, because it might change the arithmetic. A rejected model does not affect the others. If the mirror's
 * source is not available, the models that were copied earlier are served.
 */
@NullMarked
package io.darkroom.worker.model;

import org.jspecify.annotations.NullMarked;
