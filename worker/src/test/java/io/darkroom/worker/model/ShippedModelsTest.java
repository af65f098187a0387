package io.darkroom.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The models that come along: their manifests must be readable and their files must have the digests in them. */
class ShippedModelsTest {

    @Test
    void areAllAccepted() {
        ModelRepository.Found found = new ModelRepository(() -> Path.of("models")).scan();
        assertThat(found.rejected()).isEmpty();
        assertThat(found.folders()).extracting(VerifiedModel::id).contains("sticker", "frames");
    }
}
