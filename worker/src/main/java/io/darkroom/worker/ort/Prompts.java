package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Conditioning;
import java.util.Map;

/** Encodes prompts for the denoiser. Runs networks, so it is used on the device thread. */
public interface Prompts extends AutoCloseable {
    /**
     * @param prompt empty: no prompt, the unconditional side of guidance
     * @param size of the image
     */
    Conditioning condition(String prompt, Size size);

    /** SHA-256 of networks outside of the model's folder, by file name. */
    Map<String, String> digests();

    @Override
    void close();
}
