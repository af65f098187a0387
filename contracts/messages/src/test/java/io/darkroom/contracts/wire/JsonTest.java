package io.darkroom.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    /** Checkpoints are compared by a digest of a receipt's JSON that another process wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {"denoiser,upscaler,vocabulary", "vocabulary,denoiser,upscaler", "upscaler,vocabulary,denoiser"})
    void equalMapsAreEqualBytesWhateverTheirOrder(String order) {
        Map<String, String> files = new LinkedHashMap<>();
        List.of(order.split(",")).forEach(name -> files.put(name, "digest"));

        byte[] encoded = Json.encode(Map.of("files", Collections.unmodifiableMap(files)));

        assertThat(new String(encoded, StandardCharsets.UTF_8))
                .isEqualTo("{\"files\":{\"denoiser\":\"digest\",\"upscaler\":\"digest\",\"vocabulary\":\"digest\"}}");
    }
}
