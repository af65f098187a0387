package io.darkroom.worker.ort;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How the device is used. */
@ConfigMapping(prefix = "darkroom.engine")
public interface EngineConfig {
    /** {@code cpu}, or {@code cuda}, which needs the GPU build of ONNX Runtime. Never replaced by another silently. */
    @WithDefault("cpu")
    Provider provider();

    /** Threads within one operator; 0: one per core. */
    @WithDefault("0")
    int threads();

    /**
     * Whether idle operator threads spin instead of sleeping. On cores of one's own it makes small steps about a third
     * faster, on shared ones nearly twice as slow.
     */
    @WithDefault("false")
    boolean spinning();

    /**
     * Rows of one run, by model id. Fixed for the life of the worker, because numbers differ in the last bit between
     * sizes. Default: with {@link #cache}, as many as the device does nearly for nothing, measured once per machine; without,
     * and for Diffusers layouts, 2 for a model with guidance (one pair), 1 otherwise.
     */
    Map<String, Integer> rows();

    /**
     * Folder for what is found out about models on this machine: optimised graphs and rows of a run. Workers of one machine
     * share it. May be emptied at any time; only the worker's user may write to it. Default: none.
     */
    Optional<Path> cache();

    /** By how much runs may make the process grow, where rows are measured. */
    @WithDefault("1G")
    MemorySize runMemory();

    /**
     * How much of models, by the size of their files, is kept in memory at once, e.g. {@code 12G}; the model that nobody
     * uses and that was used longest ago goes first. Default: no limit.
     */
    Optional<MemorySize> memory();

    /** Execution providers of ONNX Runtime. */
    enum Provider {
        CPU,
        CUDA
    }
}
