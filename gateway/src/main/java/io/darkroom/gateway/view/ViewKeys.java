package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Lane;

/** Redis keys used only by gateways; those shared with workers are in {@code RedisKeys}. */
final class ViewKeys {
    static final String EPOCH = "darkroom:projection:epoch";

    /** Sorted set: jobs that have not ended, by their deadline (ms). */
    static final String DEADLINES = "darkroom:deadlines";

    private ViewKeys() {}

    /** Stream: events of the tenant's jobs, without progress and previews. */
    static String feed(String tenant) {
        return "darkroom:feed:" + tenant;
    }

    /** Channel: announces new entries of the feed. */
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

    /** Channel: announces a change of the job; messages have no content. */
    static String channel(JobId id) {
        return "darkroom:announce:" + id.value();
    }

    /** Sorted set: the tenant's jobs by creation time. */
    static String jobs(String tenant) {
        return "darkroom:jobs:" + tenant;
    }

    static String jobs(String tenant, JobState state) {
        return "darkroom:jobs:" + tenant + ":" + state.wireName();
    }

    /** Sorted set: the lane's waiting jobs, by the time when the lane got them. */
    static String waiting(Lane lane) {
        return "darkroom:waiting:" + lane.wireName();
    }

    /** Hash: waiting device milliseconds of the lane by model, and under {@code #model} the number of waiting jobs. */
    static String work(Lane lane) {
        return "darkroom:work:" + lane.wireName();
    }

    /** Hash: the lane's running jobs by id, as {@link RunningJob}. */
    static String running(Lane lane) {
        return "darkroom:running:" + lane.wireName();
    }

    /** Counter: device milliseconds submitted to the lane in a time slice. */
    static String offered(Lane lane, long slice) {
        return "darkroom:offered:" + lane.wireName() + ":" + slice;
    }

    /** List: predicted and actual device milliseconds of the model's recent jobs, newest first. */
    static String pace(String model) {
        return "darkroom:pace:" + model;
    }
}
