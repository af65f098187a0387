package io.darkroom.local.backends;

/** Address and credentials of the object store. New keys are generated at each start. */
public record S3Access(String endpoint, String accessKey, String secretKey, String bucket) {
    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
