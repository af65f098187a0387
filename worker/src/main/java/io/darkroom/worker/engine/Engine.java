package io.darkroom.worker.engine;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.Priority;
import io.darkroom.worker.model.ModelFolder;
import io.darkroom.worker.model.ModelRepository;
import io.darkroom.worker.model.ServedModels;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

    private final Map<String, LoadedModel> models = new LinkedHashMap<>();
    private final Map<String, String> rejected = new LinkedHashMap<>();
    private final ModelLoader loader;
    private final DeviceThread device;

    @Inject
    public Engine(EngineConfig config, ModelRepository repository) {
        this(
                new OrtRuntime(config.provider(), config.threads(), config.spinning()),
                config.rows(),
                repository,
                System::nanoTime);
    }

    public Engine(OrtRuntime runtime, Map<String, Integer> rows, ModelRepository repository, LongSupplier nanoTime) {
        this.loader = new ModelLoader(runtime, rows, nanoTime);
        ModelRepository.Found found = repository.scan();
        rejected.putAll(found.rejected());
        found.folders().forEach(this::load);
        rejected.values().forEach(LOG::error);
        if (models.isEmpty()) {
            LOG.error("this worker serves no model; check darkroom.models.directory");
        }
        this.device = new DeviceThread(nanoTime);
    }

    private void load(ModelFolder folder) {
        try {
            LoadedModel model = loader.load(folder);
            models.put(folder.id(), model);
            LOG.infof(
                    "serving model %s %s: %.1f ms a step, rows of a run %d, %s",
                    folder.id(),
                    model.info().version(),
                    model.info().stepSeconds() * 1000,
                    model.denoiser().rows(),
                    model.trial().exact() ? "exact" : "numbers depend on neighbours");
        } catch (EngineException e) {
            rejected.put(folder.id(), "model '" + folder.id() + "' is not served: " + e.getMessage());
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

    /** Opens an interactive job's share of the device, to be closed by the job whatever happens. */
    public DeviceShare open(LoadedModel model) {
        return open(model, Priority.INTERACTIVE);
    }

    /** Opens a job's share of the device, to be closed by the job whatever happens. */
    public DeviceShare open(LoadedModel model, Priority priority) {
        return device.open(model.denoiser(), priority);
    }

    @PreDestroy
    public void close() {
        device.close();
        models.values().forEach(LoadedModel::close);
        loader.close();
    }
}
