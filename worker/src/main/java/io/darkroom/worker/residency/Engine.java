package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.DeviceMeters;
import io.darkroom.worker.batch.DeviceThread;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.model.ModelRejectedException;
import io.darkroom.worker.model.ModelRepository;
import io.darkroom.worker.model.ServedModels;
import io.darkroom.worker.model.VerifiedModel;
import io.darkroom.worker.ort.EngineConfig;
import io.darkroom.worker.ort.Networks;
import io.darkroom.worker.ort.OrtRuntime;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * All models of this worker and the device that they share. The constructor loads them: a model that cannot be served is logged and
 * listed in {@link #rejected}, the others are served; an execution provider that is not available stops the start.
 */
@Startup
@ApplicationScoped
public class Engine implements ServedModels {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    /** How long a job waits for memory while all models in memory are in use and no job ends. */
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofMinutes(1);

    private final Map<String, LoadedModel> models = new LinkedHashMap<>();
    private final Map<String, String> rejected = new LinkedHashMap<>();
    private final DeviceThread device;
    private final ModelCache cache;
    private final ModelLoader loader;

    @Inject
    public Engine(EngineConfig config, ModelRepository repository, Meters meters) {
        this(
                new OrtRuntime(
                        config.provider(),
                        config.threads(),
                        config.spinning(),
                        config.cache().orElse(null)),
                new RowsPlan(config.rows(), config.runMemory().asLongValue()),
                config.memory().map(MemorySize::asLongValue).orElse(0L),
                repository,
                System::nanoTime,
                meters);
    }

    public Engine(OrtRuntime runtime, Map<String, Integer> rows, ModelRepository repository, LongSupplier nanoTime) {
        this(runtime, new RowsPlan(rows, Long.MAX_VALUE / 4), 0, repository, nanoTime);
    }

    /** @param memory budget of models in memory, bytes; 0: no limit */
    Engine(OrtRuntime runtime, RowsPlan rows, long memory, ModelRepository repository, LongSupplier nanoTime) {
        this(runtime, rows, memory, repository, nanoTime, Meters.unread());
    }

    private Engine(
            OrtRuntime runtime,
            RowsPlan rows,
            long memory,
            ModelRepository repository,
            LongSupplier nanoTime,
            Meters meters) {
        DeviceMeters deviceMeters = new DeviceMeters(meters);
        ModelCacheMeters cacheMeters = new ModelCacheMeters(meters);
        this.device = new DeviceThread(nanoTime, deviceMeters);
        this.cache = new ModelCache(memory, ACQUIRE_TIMEOUT, this::closeOnDevice, nanoTime, cacheMeters);
        this.loader = new ModelLoader(runtime, rows, nanoTime, cache);
        deviceMeters.watch(device);
        cacheMeters.watch(cache);
        ModelRepository.Scan scan = repository.scan();
        rejected.putAll(scan.rejected());
        scan.models().forEach(this::load);
        models.keySet().forEach(deviceMeters::register);
        rejected.values().forEach(LOG::error);
        if (models.isEmpty()) {
            LOG.error("this worker serves no model; check darkroom.models.directory");
        }
    }

    private void load(VerifiedModel folder) {
        try {
            LoadedModel model = loader.load(folder);
            models.put(folder.id(), model);
            LOG.infof(
                    "serving model %s %s: %.1f ms per step, %d rows per run, %s",
                    folder.id(),
                    model.info().version(),
                    model.info().stepSeconds() * 1000,
                    model.rows(),
                    model.isRowInvariant() ? "row-invariant" : "numbers depend on neighbouring rows");
        } catch (EngineException e) {
            rejected.put(folder.id(), "model '" + folder.id() + "' is not served: " + e.getMessage());
        } catch (ModelRejectedException e) {
            rejected.put(folder.id(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // One faulty model must not keep the worker from serving the others.
            LOG.warnf(e, "model '%s' cannot be loaded", folder.id());
            rejected.put(folder.id(), "model '" + folder.id() + "' is not served: it cannot be loaded: " + e);
        }
    }

    @Override
    public List<ModelInfo> announced() {
        return models.values().stream().map(LoadedModel::info).toList();
    }

    /** Reasons why model folders are not served, by folder name. */
    public Map<String, String> rejected() {
        return Map.copyOf(rejected);
    }

    /** @throws EngineException {@code UNAVAILABLE} if this worker does not serve it */
    public LoadedModel model(String id) {
        LoadedModel model = models.get(id);
        if (model == null) {
            String why = rejected.getOrDefault(id, "this worker does not serve model '" + id + "'");
            throw new EngineException(EngineException.Reason.UNAVAILABLE, why);
        }
        return model;
    }

    /** Ids of the models whose networks are in memory now. */
    @Override
    public List<String> warm() {
        return cache.warm();
    }

    /** Opens a lease of the device for an interactive job. */
    public DeviceLease open(LoadedModel model) {
        return open(model, Priority.INTERACTIVE);
    }

    /**
     * Opens a job's lease of the device, to be closed by the job whatever happens. Loads the model if it is not in memory; it stays
     * there until the lease is closed.
     *
     * @throws EngineException {@code OUT_OF_MEMORY} if there is no room for it
     */
    public DeviceLease open(LoadedModel model, Priority priority) {
        ModelCache.CachedModel cached = model.cached();
        cached.acquire();
        try {
            return device.open(model.denoiser(), priority, model.info().id(), cached::release);
        } catch (RuntimeException e) {
            cached.release();
            throw e;
        }
    }

    /** On the device thread, because the last run of the networks may still be under way. */
    private void closeOnDevice(Networks networks) {
        try {
            device.call(networks::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Reason.FAILED, "interrupted while unloading a model", e);
        }
    }

    @PreDestroy
    public void close() {
        device.close();
        cache.close();
        loader.close();
    }
}
