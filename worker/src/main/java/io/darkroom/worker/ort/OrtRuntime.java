package io.darkroom.worker.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.ort.EngineConfig.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens sessions, all with the same options. */
public final class OrtRuntime {
    /** The operating system's copy of this process's command line. */
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private static final int MAX_COMMAND_LINE = 4096;

    /** Bytes; the optimised form may be somewhat larger than the file. */
    private static final long MAX_OPTIMISED = 1_500_000_000L;

    private static final Logger LOG = Logger.getLogger(OrtRuntime.class);

    private final OrtEnvironment environment;
    private final Provider provider;
    private final int threads;
    private final boolean spinning;
    private final EngineCache cache;

    /** Without a cache, see {@link #OrtRuntime(Provider, int, boolean, Path)}. */
    public OrtRuntime(Provider provider, int threads, boolean spinning) {
        this(provider, threads, spinning, null);
    }

    /**
     * @param threads 0: one per core
     * @param folder of the {@link EngineCache}; null: no cache
     * @throws EngineException if the provider is not available; another one is never used instead
     */
    public OrtRuntime(Provider provider, int threads, boolean spinning, @Nullable Path folder) {
        requireShort(COMMAND_LINE);
        this.environment = OrtEnvironment.getEnvironment();
        this.provider = provider;
        this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        this.spinning = spinning;
        try (SessionOptions probe = options()) {
            probe.getConfigEntries();
        } catch (OrtException e) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE,
                    "execution provider '" + provider() + "' cannot be used: " + e.getMessage()
                            + ". It needs the GPU build of ONNX Runtime (Maven profile cuda), CUDA 12 and cuDNN 9; or set"
                            + " darkroom.engine.provider=cpu",
                    e);
        }
        this.cache = folder == null ? EngineCache.none() : EngineCache.in(folder, engine() + " " + provider());
    }

    /**
     * ONNX Runtime 1.29 crashes with a segmentation fault if the command line is longer than 4096 bytes, for example because of a long
     * class path. This check gives an error with the reason instead.
     */
    static void requireShort(Path commandLine) {
        if (!Files.isReadable(commandLine)) {
            return;
        }
        try {
            int length = Files.readAllBytes(commandLine).length;
            if (length >= MAX_COMMAND_LINE) {
                throw new EngineException(
                        EngineException.Reason.UNAVAILABLE,
                        "the command line of this process has " + length
                                + " bytes, and ONNX Runtime 1.29 crashes above "
                                + MAX_COMMAND_LINE
                                + "; start the packaged application (java -jar quarkus-run.jar), or put the class path"
                                + " into an argument file (java @file)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + commandLine, e);
        }
    }

    /** Lower-case name of the execution provider. */
    public String provider() {
        return provider.name().toLowerCase(Locale.ROOT);
    }

    /** Name and version, as receipts state them. */
    public String engine() {
        return "onnxruntime " + environment.getVersion();
    }

    OrtEnvironment environment() {
        return environment;
    }

    OrtSession open(Path model) throws OrtException {
        try (SessionOptions options = options()) {
            return environment.createSession(model.toString(), options);
        }
    }

    /**
     * Opens a model; from the cache if an earlier start optimised it, since optimising takes about half of the time.
     *
     * @param digest SHA-256 of the file, its key in the cache
     */
    OrtSession open(Path model, String digest) throws OrtException {
        Path optimised = cache.optimised(digest);
        if (optimised == null || tooLarge(model)) {
            return open(model);
        }
        try (SessionOptions options = options()) {
            if (Files.isRegularFile(optimised)) {
                options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
                return environment.createSession(optimised.toString(), options);
            }
            Path written = optimised.resolveSibling(ProcessHandle.current().pid() + "-" + optimised.getFileName());
            options.setOptimizedModelFilePath(written.toString());
            OrtSession session = environment.createSession(model.toString(), options);
            EngineCache.store(written, optimised);
            return session;
        } catch (OrtException e) {
            LOG.warnf("cannot use the optimised model %s: %s", optimised, e.getMessage());
            return open(model);
        }
    }

    /** An ONNX file has at most 2 GiB. */
    private static boolean tooLarge(Path model) {
        try {
            return Files.size(model) > MAX_OPTIMISED;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the size of " + model, e);
        }
    }

    public EngineCache cache() {
        return cache;
    }

    OrtSession open(ByteBuffer model) throws OrtException {
        try (SessionOptions options = options()) {
            return environment.createSession(model, options);
        }
    }

    /** @param folder of the model's external data */
    OrtSession open(ByteBuffer model, Path folder) throws OrtException {
        try (SessionOptions options = options()) {
            options.addConfigEntry("session.model_external_initializers_file_folder_path", folder.toString());
            return environment.createSession(model, options);
        }
    }

    private SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setDeterministicCompute(true);
            options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
            if (provider == Provider.CUDA) {
                addCuda(options);
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** TF32 is off: it would halve the precision of every product. */
    private static void addCuda(SessionOptions options) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            cuda.add("use_tf32", "0");
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            options.addCUDA(cuda);
        }
    }
}
