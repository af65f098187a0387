package io.darkroom.contracts.job;

/**
 * An input that already lies in the object store. The gateway brings uploads, data URIs, URLs and other jobs' outputs
 * there before it accepts the job, so that no job depends on a third party when it runs.
 *
 * @param key object key, within the tenant's own prefix
 * @param contentType sniffed from the first bytes, e.g. {@code video/mp4}
 * @param bytes size
 * @param sha256 lower-case hex
 */
public record MediaRef(String key, String contentType, long bytes, String sha256) {}
