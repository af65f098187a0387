package io.darkroom.worker.residency;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.DeviceThread;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.EngineMeters;
import io.darkroom.worker.batch.RowsPlan;
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
 * All models of this worker and the device that they share. Loading happens when it is made: a model that cannot be
 * served is logged and listed in {@link #rejected}, the others are served; a provider that cannot be had stops the start.
 */
@Startup
@ApplicationScoped
public class Engine implements ServedModels {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    /** A job waits so long for memory that other jobs' models take, as long as none of them ends. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, LoadedModel> models = new LinkedHashMap<>();
    private final Map<String, String> rejected = new LinkedHashMap<>();
    private final EngineMeters meters;
    private final DeviceThread device;
    private final ModelCache shelf;
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
    public Engine(OrtRuntime runtime, RowsPlan rows, long memory, ModelRepository repository, LongSupplier nanoTime) {
        this(runtime, rows, memory, repository, nanoTime, Meters.unread());
    }

    private Engine(
            OrtRuntime runtime,
            RowsPlan rows,
            long memory,
            ModelRepository repository,
            LongSupplier nanoTime,
            Meters meters) {
        this.meters = new EngineMeters(meters);
        this.device = new DeviceThread(nanoTime, this.meters);
        this.shelf = new ModelCache(memory, PATIENCE, this::closeOnDevice, this.meters);
        this.meters.watch(device, shelf, () -> shelf.warm().size());
        this.loader = new ModelLoader(runtime, rows, nanoTime, shelf);
        ModelRepository.Found found = repository.scan();
        rejected.putAll(found.rejected());
        found.folders().forEach(this::load);
        rejected.values().forEach(LOG::error);
        if (models.isEmpty()) {
            LOG.error("this worker serves no model; check darkroom.models.directory");
        }
    }

    private void load(VerifiedModel folder) {
        try {
            LoadedModel model = loader.load(folder);
            models.put(folder.id(), model);
            meters.serves(folder.id());
            LOG.infof(
                    "serving model %s %s: %.1f ms a step, rows of a run %d, %s",
                    folder.id(),
                    model.info().version(),
                    model.info().stepSeconds() * 1000,
                    model.rows(),
                    model.trial().exact() ? "exact" : "numbers depend on neighbours");
        } catch (EngineException e) {
            rejected.put(folder.id(), "model '" + folder.id() + "' is not served: " + e.getMessage());
        } catch (ModelRejectedException e) {
            rejected.put(folder.id(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // One odd model must not keep the worker from serving the others.
            LOG.warnf(e, "model '%s' cannot be loaded", folder.id());
            rejected.put(folder.id(), "model '" + folder.id() + "' is not served: it cannot be loaded: " + e);
        }
    }

    @Override
    public List<ModelInfo> announced() {
        return models.values().stream().map(LoadedModel::info).toList();
    }

    /** Why model folders are not served, by folder name. */
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
        return shelf.warm();
    }

    /** Opens a share of the device for an interactive job. */
    public DeviceLease open(LoadedModel model) {
        return open(model, Priority.INTERACTIVE);
    }

    /**
     * Opens a job's share of the device, to be closed by the job whatever happens. Brings the model in if it is not in
     * memory; it stays until the share is closed.
     *
     * @throws EngineException {@code OUT_OF_MEMORY} if there is no room for it
     */
    public DeviceLease open(LoadedModel model, Priority priority) {
        model.place().take();
        try {
            return device.open(model.denoiser(), priority, model.info().id(), model.place()::giveBack);
        } catch (RuntimeException e) {
            model.place().giveBack();
            throw e;
        }
    }

    /** The last run may still be under way when nobody uses the networks any more. */
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
        shelf.close();
        loader.close();
    }
}
