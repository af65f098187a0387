package io.darkroom.worker.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.raster.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeratorTest {
    private static final Path SHIPPED = Path.of("models/moderation");

    @TempDir
    Path folder;

    private static Moderator moderator(Optional<Path> model, Optional<Path> words) {
        return new Moderator(new ModerationConfig() {
            @Override
            public Optional<Path> model() {
                return model;
            }

            @Override
            public Optional<Path> words() {
                return words;
            }
        });
    }

    private static Pixels transparentImage() {
        byte[] data = new byte[128 * 96 * 4];
        for (int i = 0; i < data.length / 8; i++) {
            data[4 * i] = (byte) 200;
            data[4 * i + 3] = (byte) 255;
        }
        return new Pixels(128, 96, 4, data);
    }

    @ParameterizedTest
    @CsvSource({
        "a bad thing, true",
        "a BÄD-thing!, true",
        "badly made things, false",
        "a bad   thing, true",
        "a good thing, false",
        "remark, false",
        "'', false"
    })
    void findsWholeWordsWhateverTheirCaseAccentsAndPunctuation(String prompt, boolean refused) throws IOException {
        Path words = Files.write(folder.resolve("words.txt"), List.of("# remark", "", "bad thing"));
        Moderator moderator = moderator(Optional.empty(), Optional.of(words));
        assertThat(moderator.prompt(prompt).isPresent()).isEqualTo(refused);
        assertThat(moderator.image(transparentImage())).isEmpty();
        assertThat(moderator.isOn()).isTrue();
    }

    @Test
    void refusesNothingUnlessItIsConfigured() {
        Moderator moderator = moderator(Optional.empty(), Optional.empty());
        assertThat(moderator.prompt("anything")).isEmpty();
        assertThat(moderator.isOn()).isFalse();
    }

    @Test
    void classifiesImages() throws IOException {
        Moderator shipped = moderator(Optional.of(SHIPPED), Optional.empty());
        assertThat(shipped.image(transparentImage())).isEmpty();
        shipped.close();

        copyWithManifest("\"threshold\": 0.9", "\"threshold\": 0.0");
        Moderator strict = moderator(Optional.of(folder), Optional.empty());
        assertThat(strict.image(transparentImage()))
                .hasValueSatisfying(it -> assertThat(it.code()).isEqualTo(FailureCode.CONTENT_REFUSED));
        strict.close();
    }

    @Test
    void doesNotStartIfItsConfigurationCannotBeRead() throws IOException {
        assertThatThrownBy(() -> moderator(Optional.of(folder), Optional.empty()))
                .hasMessageContaining("darkroom.moderation.model");
        assertThatThrownBy(() -> moderator(Optional.empty(), Optional.of(folder.resolve("none"))))
                .hasMessageContaining("darkroom.moderation.words");
        copyWithManifest("\"sha256\": \"d7", "\"sha256\": \"00");
        assertThatThrownBy(() -> moderator(Optional.of(folder), Optional.empty()))
                .hasMessageContaining("SHA-256");
    }

    private void copyWithManifest(String from, String to) throws IOException {
        Files.copy(SHIPPED.resolve("classifier.onnx"), folder.resolve("classifier.onnx"));
        String manifest = Files.readString(SHIPPED.resolve("moderation.json"));
        assertThat(manifest).contains(from);
        Files.writeString(folder.resolve("moderation.json"), manifest.replace(from, to));
    }

    @Test
    void rendersTransparencyAsWhiteAndKeepsUniformColours() {
        byte[] data = new byte[5 * 5 * 4];
        assertThat(OrtClassifier.planes(new Pixels(5, 5, 4, data), 8)).containsOnly(1f);
        byte[] grey = new byte[5 * 3 * 3];
        Arrays.fill(grey, (byte) 51);
        assertThat(OrtClassifier.planes(new Pixels(5, 3, 3, grey), 8)).containsOnly(0.2f);
    }
}
