package io.darkroom.gateway.fleet;

import io.darkroom.contracts.fleet.ModelInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The available models, ordered by id. */
@ApplicationScoped
public class ModelCatalog {
    private final Map<String, ModelInfo> byId = new ConcurrentSkipListMap<>();

    public void put(ModelInfo model) {
        byId.put(model.id(), model);
    }

    public void remove(String id) {
        byId.remove(id);
    }

    public Optional<ModelInfo> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public List<ModelInfo> all() {
        return List.copyOf(byId.values());
    }
}
