package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Conditioning;
import java.util.Map;

/** Words to what the denoiser is told. Runs networks, so it is used on the device thread. */
public interface Prompts extends AutoCloseable {
    /**
     * @param prompt empty: no prompt, the other side of guidance
     * @param size of the picture
     */
    Conditioning condition(String prompt, Size size);

    /** Digests of networks that do not lie in the model's folder, by file name. */
    Map<String, String> digests();

    @Override
    void close();
}
