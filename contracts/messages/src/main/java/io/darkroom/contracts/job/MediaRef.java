package io.darkroom.contracts.job;

/**
 * An input in the object store. The gateway stores data URIs and the contents of URLs there before it accepts the job;
 * uploads and outputs of other jobs are there already. So a running job does not depend on third parties.
 *
 * @param key object key, within the tenant's own prefix
 * @param contentType detected from the first bytes, e.g. {@code video/mp4}
 * @param bytes size
 * @param sha256 lower-case hex
 */
public record MediaRef(String key, String contentType, long bytes, String sha256) {}
