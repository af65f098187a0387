package io.darkroom.contracts.wire;

import io.darkroom.contracts.job.JobId;

/** Object keys in the bucket. Each tenant has prefixes of its own. */
public final class ObjectKeys {
    private ObjectKeys() {}

    public static String outcome(String tenant, JobId id) {
        return "jobs/" + tenant + "/" + id.value() + "/outcome.json";
    }

    /** Checkpoint of a long job; deleted after the job has ended. */
    public static String checkpoint(String tenant, JobId id) {
        return "jobs/" + tenant + "/" + id.value() + "/checkpoint";
    }

    /**
     * An artifact of one attempt.
     *
     * @param run unique for each run of an attempt, since a frozen worker and its successor may have the same attempt
     *     number
     */
    public static String artifact(String tenant, JobId id, int attempt, String run, String name) {
        return "jobs/" + tenant + "/" + id.value() + "/attempts/" + attempt + "-" + run + "/" + name;
    }

    public static String upload(String tenant, String uploadId) {
        return "uploads/" + tenant + "/" + uploadId;
    }
}
