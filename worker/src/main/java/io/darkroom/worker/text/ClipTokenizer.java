package io.darkroom.worker.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CLIP's tokenizer (Radford et al. 2021) from {@code vocab.json}, {@code merges.txt} and {@code tokenizer_config.json}: text
 * is normalised (NFC), white space is collapsed, letters are lower-cased, the result is split into words, digits and punctuation, and each of these
 * into byte pairs. Same ids as the {@code CLIPTokenizerFast} of transformers.
 */
public final class ClipTokenizer implements Tokenizer {
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern PIECE = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int DEFAULT_LENGTH = 77;

    /** The only code point whose lower case has two code points. */
    private static final int DOTTED_I = 0x130;

    private final BytePairs pairs;
    private final Map<String, Integer> vocabulary;
    private final Pattern specials;
    private final int length;
    private final long start;
    private final long end;
    private final long padding;

    /**
     * @param directory contains the three files
     * @throws IOException if they cannot be read, or a special token is not in the vocabulary
     */
    public ClipTokenizer(Path directory) throws IOException {
        ObjectMapper json = Json.mapper();
        JsonNode config =
                json.readTree(Files.readString(directory.resolve("tokenizer_config.json"), StandardCharsets.UTF_8));
        this.vocabulary = json.readValue(
                Files.readString(directory.resolve("vocab.json"), StandardCharsets.UTF_8), new TypeReference<>() {});
        this.pairs =
                new BytePairs(vocabulary, Files.readAllLines(directory.resolve("merges.txt"), StandardCharsets.UTF_8));
        this.length = length(config);
        String last = token(config, "eos_token", "<|endoftext|>");
        String first = token(config, "bos_token", "<|startoftext|>");
        String filler = token(config, "pad_token", last);
        this.start = id(first);
        this.end = id(last);
        this.padding = id(filler);
        TreeSet<String> whole = new TreeSet<>(List.of(first, last, filler));
        config.path("added_tokens_decoder")
                .forEach(added -> whole.add(added.path("content").asText()));
        this.specials = Pattern.compile(whole.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** The length is a very large number if the model has no limit. */
    private static int length(JsonNode config) {
        long configured = config.path("model_max_length").asLong(DEFAULT_LENGTH);
        return configured > 2 && configured <= 512 ? (int) configured : DEFAULT_LENGTH;
    }

    /** A token is configured as text, or as an object with its content. */
    private static String token(JsonNode config, String name, String fallback) {
        JsonNode token = config.path(name);
        return token.isTextual() ? token.asText() : token.path("content").asText(fallback);
    }

    private long id(String token) throws IOException {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IOException("vocab.json has no token '" + token + "'");
        }
        return id;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Tokens encode(String text) {
        List<Integer> tokens = new ArrayList<>();
        String normal = lowerCase(
                SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" "));
        Matcher special = specials.matcher(normal);
        int at = 0;
        while (special.find()) {
            addPieces(normal.substring(at, special.start()), tokens);
            tokens.add(vocabulary.get(special.group()));
            at = special.end();
        }
        addPieces(normal.substring(at), tokens);
        return padded(tokens);
    }

    private void addPieces(String text, List<Integer> tokens) {
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            pairs.encode(piece.group(), tokens);
        }
    }

    private Tokens padded(List<Integer> tokens) {
        long[] ids = new long[length];
        long[] mask = new long[length];
        Arrays.fill(ids, padding);
        int kept = Math.min(tokens.size(), length - 2);
        ids[0] = start;
        for (int i = 0; i < kept; i++) {
            ids[i + 1] = tokens.get(i);
        }
        ids[kept + 1] = end;
        Arrays.fill(mask, 0, kept + 2, 1);
        return new Tokens(ids, mask);
    }

    /** Each code point on its own: unlike in String.toLowerCase, a final sigma is an ordinary sigma. */
    private static String lowerCase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            if (letter == DOTTED_I) {
                out.append("i\u0307");
            } else {
                out.appendCodePoint(Character.toLowerCase(letter));
            }
        });
        return out.toString();
    }

    @Override
    public void close() {}
}
