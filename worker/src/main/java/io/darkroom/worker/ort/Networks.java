package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Denoiser;
import org.jspecify.annotations.Nullable;

/** A model's networks in memory. Opened by {@link NetworkOpener}; closed on the device thread when they are not in use. */
public interface Networks extends AutoCloseable {
    /** The denoiser for images of a size; the same object for the same size. */
    Denoiser denoiser(Size size);

    /** The codec for images of a size. */
    Codec codec(Size size);

    /** Null for a model that takes no prompt. */
    @Nullable
    Prompts prompts();

    /** Null for a model without a restorer. */
    default @Nullable OrtRestorer restorer() {
        return null;
    }

    /** Number type of the arithmetic, {@code fp32} or {@code fp16}. */
    String precision();

    /** Whether images of sizes other than the default can be made. */
    boolean takesAnySize();

    @Override
    void close();
}
