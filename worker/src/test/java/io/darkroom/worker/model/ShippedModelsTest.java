package io.darkroom.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shipped models: their manifests can be read, and their files have the digests in them. */
class ShippedModelsTest {

    @Test
    void areAllAccepted() {
        ModelRepository.Scan scan = new ModelRepository(() -> Path.of("models")).scan();
        assertThat(scan.rejected()).isEmpty();
        assertThat(scan.models()).extracting(VerifiedModel::id).contains("sticker", "frames");
    }
}
