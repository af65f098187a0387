package io.darkroom.gateway.fleet;

import io.darkroom.contracts.job.Lane;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The demand on a pool and the planned number of workers.
 *
 * @param wanted planned total number of workers
 * @param workers number of live workers
 * @param idle number of idle live workers
 * @param surplus ids of idle workers that were not needed recently and may stop
 * @param floor warm workers kept for the recent load
 * @param backlogSeconds waiting device seconds
 * @param runningSeconds remaining device seconds of running jobs
 * @param offered recently submitted device seconds per second
 * @param lastStartSeconds planned time until the last waiting job starts
 * @param models waiting work by model and lane
 */
@Schema(name = "PoolDemand")
public record PoolDemand(
        String pool,
        List<Lane> lanes,
        int wanted,
        int workers,
        int idle,
        List<String> surplus,
        int floor,
        double backlogSeconds,
        double runningSeconds,
        double offered,
        double lastStartSeconds,
        List<ModelDemand> models) {

    /**
     * @param seconds predicted device seconds, scaled by the ratio of actual to predicted time of the model's recent
     *     jobs
     */
    @Schema(name = "ModelDemand")
    public record ModelDemand(Lane lane, String model, long jobs, double seconds) {}
}
