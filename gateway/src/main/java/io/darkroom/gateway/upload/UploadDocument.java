package io.darkroom.gateway.upload;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An upload, as returned to clients and as stored next to its object.
 *
 * @param id {@code up_…}; a job's input refers to it as {@code upload:<id>}
 * @param contentType detected from the first bytes
 * @param bytes size
 * @param sha256 lower-case hex
 */
@Schema(name = "Upload")
public record UploadDocument(String id, String contentType, long bytes, String sha256, Instant createdAt) {}
