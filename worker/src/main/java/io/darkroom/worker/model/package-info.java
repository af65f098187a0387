/** Models on disk: repository, manifests, digests, sessions. Files are trusted only after their digests were checked. */
@NullMarked
package io.darkroom.worker.model;

import org.jspecify.annotations.NullMarked;
