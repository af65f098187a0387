package io.darkroom.gateway.fleet;

import io.darkroom.contracts.job.Lane;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a pool has to do and how many workers it should have for it.
 *
 * @param wanted workers in all, as the planner wants it
 * @param workers alive
 * @param idle of them
 * @param surplus of them that were never needed lately and may leave
 * @param floor workers that the load of the last minutes keeps warm
 * @param backlogSeconds device seconds that wait
 * @param runningSeconds device seconds that remain of running jobs
 * @param offered device seconds per second that were submitted lately
 * @param lastStartSeconds until the last waiting job starts, as planned
 * @param models by model and lane, what waits
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
     * @param seconds device seconds, corrected by how long the model's last jobs really took
     */
    @Schema(name = "ModelDemand")
    public record ModelDemand(Lane lane, String model, long jobs, double seconds) {}
}
