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
 * Looks at the work and the workers each second and says how many workers each pool should have. Every gateway plans; one of
 * them tells surplus workers to leave. While Redis is away the last plan stands.
 */
@Singleton
public class FleetPlanner {
    private static final Logger LOG = Logger.getLogger(FleetPlanner.class);
    /** Waiting jobs of a model are taken for so many groups of different age. */
    private static final int AGES = 16;

    private final FleetConfig config;
    private final RedisWork work;
    private final RedisJobIndex index;
    private final RedisWorkers workers;
    private final RedisDismissals leaves;
    private final Clock clock;
    private final Map<Lane, Duration> targets;
    private final List<Watched> pools;
    private volatile List<PoolDemand> last = List.of();

    FleetPlanner(
            FleetConfig config,
            RedisWork work,
            RedisJobIndex index,
            RedisWorkers workers,
            RedisDismissals leaves,
            Meters meters,
            Clock clock) {
        this.config = config;
        this.work = work;
        this.index = index;
        this.workers = workers;
        this.leaves = leaves;
        this.clock = clock;
        this.targets = Pool.targets(config.targets());
        this.pools = Pool.of(config).stream()
                .map(pool -> new Watched(pool, new Planner(pool.settings()), new IdleWindow(seconds(config.idle()))))
                .toList();
        pools.forEach(watched -> FleetMeters.declare(meters, watched.pool().name(), this));
    }

    private record Watched(Pool pool, Planner planner, IdleWindow surplus) {}

    /** The last look; empty before the first. */
    public List<PoolDemand> demand() {
        return last;
    }

    /** Of one pool; empty before the first look and for a pool that is none. */
    Optional<PoolDemand> demand(String pool) {
        return last.stream().filter(demand -> demand.pool().equals(pool)).findFirst();
    }

    @Scheduled(
            every = "${darkroom.fleet.look:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotPlannedHere.class)
    @RunOnVirtualThread
    void look() {
        try {
            List<WorkerStatus> alive = workers.alive();
            List<PoolDemand> demands = new ArrayList<>();
            for (Watched watched : pools) {
                demands.add(look(watched, alive));
            }
            last = List.copyOf(demands);
        } catch (RedisUnavailableException e) {
            LOG.debugf("the last plan stands: %s", e.getMessage());
        }
    }

    private PoolDemand look(Watched watched, List<WorkerStatus> everybody) {
        Pool pool = watched.pool();
        Instant now = clock.instant();
        List<WorkerStatus> alive = everybody.stream().filter(pool::has).toList();
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
                // A job whose worker is gone comes back; it is missing here for as long as its lock lasts.
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
        int least = watched.surplus().least(now.toEpochMilli() / 1_000.0, idle);
        Plan plan = watched.planner().plan(new FleetSnapshot(devices(alive, remaining, now), waiting, offered, least));
        if (config.retire() && leaves.order(pool.name(), plan.retire())) {
            watched.surplus().left(plan.retire().size());
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

    /** The ages between the oldest one's and nothing are taken for even. */
    private List<Waiting> groups(ModelDemand demand, double oldest) {
        int groups = (int) Math.min(AGES, demand.jobs());
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
