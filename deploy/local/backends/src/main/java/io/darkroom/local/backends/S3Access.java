package io.darkroom.local.backends;

/** How to reach the object store. The keys are made anew at each start. */
public record S3Access(String endpoint, String accessKey, String secretKey, String bucket) {
    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
