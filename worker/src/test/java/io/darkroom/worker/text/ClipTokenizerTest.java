package io.darkroom.worker.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compared with the ids of transformers for a few hundred prompts, see worker/training/goldens/clip_tokens.py. */
class ClipTokenizerTest {
    private static final int START = 49406;
    private static final int END = 49407;

    @TempDir
    static Path directory;

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ClipTokenizerTest.class.getResourceAsStream("/clip/" + name), name);
    }

    @BeforeAll
    static void unpack() throws IOException {
        String merges;
        try (InputStream in = new GZIPInputStream(resource("merges.txt.gz"))) {
            merges = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(directory.resolve("merges.txt"), merges);
        List<String> bytes = bytes();
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        bytes.forEach(it -> vocabulary.put(it, vocabulary.size()));
        bytes.forEach(it -> vocabulary.put(it + "</w>", vocabulary.size()));
        merges.lines().skip(1).forEach(it -> vocabulary.put(it.replace(" ", ""), vocabulary.size()));
        vocabulary.put("<|startoftext|>", vocabulary.size());
        vocabulary.put("<|endoftext|>", vocabulary.size());
        assertThat(vocabulary).hasSize(49408);
        Files.writeString(directory.resolve("vocab.json"), Json.mapper().writeValueAsString(vocabulary));
    }

    private static List<String> bytes() {
        List<String> kept = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (char b = 0; b < 256; b++) {
            if (b >= '!' && b <= '~' || b >= '¡' && b <= '¬' || b >= '®') {
                kept.add(String.valueOf(b));
            } else {
                others.add(String.valueOf((char) (256 + others.size())));
            }
        }
        kept.addAll(others);
        return kept;
    }

    private static ClipTokenizer tokenizer(String config) throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), config);
        return new ClipTokenizer(directory);
    }

    @Test
    void givesTheIdsOfTransformers() throws IOException {
        ClipTokenizer tokenizer = tokenizer("{\"model_max_length\": 77, \"pad_token\": \"<|endoftext|>\"}");
        JsonNode goldens;
        try (InputStream in = resource("goldens.json")) {
            goldens = Json.mapper().readTree(in);
        }
        assertThat(goldens.size()).isGreaterThan(300);
        List<String> different = new ArrayList<>();
        for (JsonNode golden : goldens) {
            long[] expected = new long[77];
            Arrays.fill(expected, END);
            for (int i = 0; i < golden.get("ids").size(); i++) {
                expected[i] = golden.get("ids").get(i).asLong();
            }
            Tokenizer.Tokens tokens = tokenizer.encode(golden.get("text").asText());
            if (!Arrays.equals(tokens.ids(), expected)) {
                different.add(golden.get("text").asText());
            }
            assertThat(Arrays.stream(tokens.mask()).sum())
                    .isEqualTo(golden.get("ids").size());
        }
        assertThat(different).isEmpty();
    }

    @Test
    void padsWithTheConfiguredToken() throws IOException {
        String config = "{\"model_max_length\": 77, \"pad_token\": {\"content\": \"!\"}}";
        assertThat(tokenizer(config).encode("cat").ids()).startsWith(START, 2368, END, 0, 0);
    }

    @Test
    void truncatesToTheModelsLength() throws IOException {
        ClipTokenizer tokenizer = tokenizer("{\"model_max_length\": 8}");
        assertThat(tokenizer.encode("cat ".repeat(20)).ids())
                .containsExactly(START, 2368, 2368, 2368, 2368, 2368, 2368, END);
        assertThat(tokenizer("{\"model_max_length\": 1e30}").length()).isEqualTo(77);
    }

    @Test
    void namesTheMissingToken() {
        assertThatThrownBy(() -> tokenizer("{\"pad_token\": \"<nothing>\"}")).hasMessageContaining("<nothing>");
    }
}
