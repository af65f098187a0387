package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Lane;

/** Redis keys that only gateways know; those that workers know, too, are in {@code RedisKeys}. */
final class ViewKeys {
    static final String EPOCH = "darkroom:projection:epoch";

    /** Sorted set: jobs that have not ended, by their deadline (ms). */
    static final String DEADLINES = "darkroom:deadlines";

    private ViewKeys() {}

    /** Stream: what happened to the tenant's jobs, steps and previews left out. */
    static String feed(String tenant) {
        return "darkroom:feed:" + tenant;
    }

    /** Channel: the feed has something new. */
    static String feedChannel(String tenant) {
        return "darkroom:announce-feed:" + tenant;
    }

    /** Hash: partitions that are rebuilt in this epoch. */
    static String rebuilt(String epoch) {
        return "darkroom:projection:rebuilt:" + epoch;
    }

    /** Stream: the kept events, id {@code <number>-0}. */
    static String events(JobId id) {
        return "darkroom:events:" + id.value();
    }

    /** Channel: something about the job changed. Says no more; the view and the events have it. */
    static String channel(JobId id) {
        return "darkroom:announce:" + id.value();
    }

    /** Sorted set: the tenant's jobs by creation. */
    static String jobs(String tenant) {
        return "darkroom:jobs:" + tenant;
    }

    static String jobs(String tenant, JobState state) {
        return "darkroom:jobs:" + tenant + ":" + state.wireName();
    }

    /** Sorted set: the lane's jobs that wait, by when the lane got them. */
    static String waiting(Lane lane) {
        return "darkroom:waiting:" + lane.wireName();
    }

    /** Hash: device milliseconds that wait in the lane by model, and under {@code #model} their jobs. */
    static String work(Lane lane) {
        return "darkroom:work:" + lane.wireName();
    }

    /** Hash: the lane's running jobs by id, as {@link RunningJob}. */
    static String running(Lane lane) {
        return "darkroom:running:" + lane.wireName();
    }

    /** Device milliseconds that were submitted to the lane in a slice of time. */
    static String offered(Lane lane, long slice) {
        return "darkroom:offered:" + lane.wireName() + ":" + slice;
    }

    /** List: predicted and real device milliseconds of the model's last jobs, newest first. */
    static String pace(String model) {
        return "darkroom:pace:" + model;
    }
}
