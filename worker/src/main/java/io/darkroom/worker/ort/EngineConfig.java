package io.darkroom.worker.ort;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Settings of the device and of ONNX Runtime. */
@ConfigMapping(prefix = "darkroom.engine")
public interface EngineConfig {
    /** {@code cpu}, or {@code cuda}, which needs the GPU build of ONNX Runtime. Never replaced by another one silently. */
    @WithDefault("cpu")
    Provider provider();

    /** Threads within one operator; 0: one per core. */
    @WithDefault("0")
    int threads();

    /**
     * Whether idle operator threads spin instead of sleeping. On dedicated cores it makes small steps about a third faster, on shared
     * ones nearly twice as slow.
     */
    @WithDefault("false")
    boolean spinning();

    /**
     * Rows of one run, by model id. Fixed for the life of the worker, because numbers differ in the last bit between
     * sizes. Default: with {@link #cache}, as many as cost the device little, measured once per machine; without, and for Diffusers
     * layouts, 2 for a model with guidance (one pair), 1 otherwise.
     */
    Map<String, Integer> rows();

    /**
     * Folder for results about models on this machine: optimised graphs and rows of a run. Workers of one machine share
     * it. May be emptied at any time; only the worker's user may write to it. Default: none.
     */
    Optional<Path> cache();

    /** By how much runs may grow the process, where rows are measured. */
    @WithDefault("1G")
    MemorySize runMemory();

    /**
     * Budget of models in memory, by the size of their files, e.g. {@code 12G}; the least recently used model that is not in use is
     * unloaded first. Default: no limit.
     */
    Optional<MemorySize> memory();

    /** Execution providers of ONNX Runtime. */
    enum Provider {
        CPU,
        CUDA
    }
}
