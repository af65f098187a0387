package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Denoiser;
import org.jspecify.annotations.Nullable;

/** A model's networks in memory. Opened by the loader, closed on the device thread when nobody uses them. */
public interface Networks extends AutoCloseable {
    /** The denoiser for pictures of a size; the same object for the same size. */
    Denoiser denoiser(Size size);

    /** The way in and out of pictures of a size. */
    Codec codec(Size size);

    /** Null for a model that takes no prompt. */
    @Nullable
    Prompts prompts();

    /** Null for a model that takes no noise out of pictures. */
    default @Nullable OrtRestorer restorer() {
        return null;
    }

    /** Number type of the arithmetic, {@code fp32} or {@code fp16}. */
    String precision();

    /** Whether sizes other than the default can be made. */
    boolean anySize();

    @Override
    void close();
}
