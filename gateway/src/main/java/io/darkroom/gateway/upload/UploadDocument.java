package io.darkroom.gateway.upload;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An upload, as clients see it and as it lies beside its object.
 *
 * @param id {@code up_…}; {@code upload:<id>} is how a job's input names it
 * @param contentType sniffed
 * @param bytes size
 * @param sha256 lower-case hex
 */
@Schema(name = "Upload")
public record UploadDocument(String id, String contentType, long bytes, String sha256, Instant createdAt) {}
