package io.darkroom.gateway.fleet;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.Lane;
import io.darkroom.gateway.fleet.PoolDemand.ModelDemand;
import io.darkroom.gateway.view.RedisJobIndex;
import io.darkroom.gateway.view.RedisWork;
import io.darkroom.gateway.view.RunningJob;
import io.darkroom.planner.Device;
import io.darkroom.planner.FleetSnapshot;
import io.darkroom.planner.IdleWindow;
import io.darkroom.planner.Plan;
import io.darkroom.planner.Planner;
import io.darkroom.planner.Waiting;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.telemetry.metric.Meters;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Plans once a second how many workers each pool should have. Every gateway plans; one of them asks idleWindow workers to
 * stop. While Redis is unavailable the last plan remains in effect.
 */
@Singleton
public class FleetPlanner {
    private static final Logger LOG = Logger.getLogger(FleetPlanner.class);
    /** Number of age groups into which the waiting jobs of a model are split. */
    private static final int AGE_GROUPS = 16;

    private final FleetConfig config;
    private final RedisWork work;
    private final RedisJobIndex index;
    private final RedisWorkers workers;
    private final RedisDismissals dismissals;
    private final Clock clock;
    private final Map<Lane, Duration> targets;
    private final List<PlannedPool> pools;
    private volatile List<PoolDemand> last = List.of();

    FleetPlanner(
            FleetConfig config,
            RedisWork work,
            RedisJobIndex index,
            RedisWorkers workers,
            RedisDismissals dismissals,
            Meters meters,
            Clock clock) {
        this.config = config;
        this.work = work;
        this.index = index;
        this.workers = workers;
        this.dismissals = dismissals;
        this.clock = clock;
        this.targets = Pool.targets(config.targets());
        this.pools = Pool.of(config).stream()
                .map(pool ->
                        new PlannedPool(pool, new Planner(pool.settings()), new IdleWindow(seconds(config.idle()))))
                .toList();
        pools.forEach(planned -> FleetMeters.declare(meters, planned.pool().name(), this));
    }

    private record PlannedPool(Pool pool, Planner planner, IdleWindow idleWindow) {}

    /** The last plan of all pools; empty before the first plan. */
    public List<PoolDemand> demand() {
        return last;
    }

    /** The last plan of one pool; empty before the first plan and for an unknown pool. */
    Optional<PoolDemand> demand(String pool) {
        return last.stream().filter(demand -> demand.pool().equals(pool)).findFirst();
    }

    @Scheduled(
            every = "${darkroom.fleet.look:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotPlannedHere.class)
    @RunOnVirtualThread
    void plan() {
        try {
            List<WorkerStatus> alive = workers.alive();
            List<PoolDemand> demands = new ArrayList<>();
            for (PlannedPool planned : pools) {
                demands.add(plan(planned, alive));
            }
            last = List.copyOf(demands);
        } catch (RedisUnavailableException e) {
            LOG.debugf("keeping the last plan: %s", e.getMessage());
        }
    }

    private PoolDemand plan(PlannedPool planned, List<WorkerStatus> live) {
        Pool pool = planned.pool();
        Instant now = clock.instant();
        List<WorkerStatus> alive = live.stream().filter(pool::contains).toList();
        List<ModelDemand> models = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        Map<String, Double> remaining = new LinkedHashMap<>();
        alive.forEach(worker -> remaining.put(worker.worker(), 0.0));
        double offered = 0;
        for (Lane lane : pool.lanes()) {
            Map<String, Double> paces = new LinkedHashMap<>();
            work.waiting(lane)
                    .forEach((model, backlog) -> models.add(
                            new ModelDemand(lane, model, backlog.jobs(), backlog.seconds() * pace(paces, model))));
            for (RunningJob job : work.running(lane)) {
                // A job whose worker is gone is redelivered; until its lock expires it is not counted.
                remaining.computeIfPresent(
                        job.worker(), (worker, sum) -> sum + job.remaining() * pace(paces, job.model()));
            }
            offered += work.offered(lane, config.offeredWindow());
            double age = age(lane, now);
            models.stream()
                    .filter(demand -> demand.lane() == lane)
                    .forEach(demand -> waiting.addAll(groups(demand, age)));
        }
        int idle = (int) alive.stream().filter(worker -> worker.busy() == 0).count();
        int least = planned.idleWindow().least(now.toEpochMilli() / 1_000.0, idle);
        Plan plan = planned.planner().plan(new FleetSnapshot(devices(alive, remaining, now), waiting, offered, least));
        if (config.retire() && dismissals.dismiss(pool.name(), plan.retire())) {
            planned.idleWindow().retired(plan.retire().size());
        }
        double running =
                remaining.values().stream().mapToDouble(Double::doubleValue).sum();
        return new PoolDemand(
                pool.name(),
                pool.lanes(),
                plan.wanted(),
                alive.size(),
                idle,
                plan.retire(),
                plan.floor(),
                plan.backlogSeconds(),
                running,
                offered,
                plan.lastStartIn(),
                models);
    }

    private double pace(Map<String, Double> known, String model) {
        return known.computeIfAbsent(model, work::pace);
    }

    private double age(Lane lane, Instant now) {
        Instant oldest = index.waiting(lane).oldest();
        return oldest == null ? 0 : Math.max(0, seconds(Duration.between(oldest, now)));
    }

    /** Assumes that ages are evenly distributed between zero and that of the oldest job. */
    private List<Waiting> groups(ModelDemand demand, double oldest) {
        int groups = (int) Math.min(AGE_GROUPS, demand.jobs());
        double target = seconds(targets.getOrDefault(demand.lane(), Duration.ZERO));
        double each = demand.seconds() / demand.jobs();
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            int jobs = (int) (demand.jobs() * (i + 1) / groups - demand.jobs() * i / groups);
            waiting.add(new Waiting(jobs, each, target - oldest * (groups - i) / groups));
        }
        return waiting;
    }

    private static List<Device> devices(List<WorkerStatus> alive, Map<String, Double> remaining, Instant now) {
        return alive.stream()
                .map(worker -> worker.busy() > 0
                        ? Device.busy(worker.worker(), remaining.getOrDefault(worker.worker(), 0.0))
                        : Device.idle(
                                worker.worker(),
                                idleFor(worker, now),
                                worker.warm().size()))
                .collect(Collectors.toList());
    }

    private static double idleFor(WorkerStatus worker, Instant now) {
        Instant since = worker.idleSince();
        return since == null ? 0 : Math.max(0, seconds(Duration.between(since, now)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
