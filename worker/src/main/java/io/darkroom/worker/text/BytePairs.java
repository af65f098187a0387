package io.darkroom.worker.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding (Sennrich et al. 2016) over bytes that are mapped to printable letters, as in GPT-2, with
 * {@code </w>} at the end of a word as in CLIP.
 */
final class BytePairs {
    private static final String END = "</w>";

    /** The printable letter that stands for each byte. */
    private static final String[] LETTERS = letters();

    private final Map<String, Integer> vocabulary;
    private final Map<Pair, Integer> ranks = new HashMap<>();

    private record Pair(String left, String right) {}

    /** @param merges lines "left right", highest priority first, possibly after a comment line */
    BytePairs(Map<String, Integer> vocabulary, List<String> merges) {
        this.vocabulary = vocabulary;
        for (String line : merges) {
            int space = line.indexOf(' ');
            if (space > 0 && !line.startsWith("#version")) {
                ranks.putIfAbsent(new Pair(line.substring(0, space), line.substring(space + 1)), ranks.size());
            }
        }
    }

    private static String[] letters() {
        String[] letters = new String[256];
        int others = 0;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
            letters[b] = String.valueOf((char) (printable ? b : 256 + others++));
        }
        return letters;
    }

    /** Adds the ids of one word. */
    void encode(String word, List<Integer> into) {
        List<String> parts = new ArrayList<>();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            parts.add(LETTERS[b & 0xff]);
        }
        parts.set(parts.size() - 1, parts.getLast() + END);
        for (Pair best = best(parts); best != null; best = best(parts)) {
            merge(parts, best);
        }
        for (String part : parts) {
            Integer id = vocabulary.get(part);
            if (id != null) {
                into.add(id);
            }
        }
    }

    private @Nullable Pair best(List<String> parts) {
        Pair best = null;
        int rank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < parts.size(); i++) {
            Pair pair = new Pair(parts.get(i), parts.get(i + 1));
            int found = ranks.getOrDefault(pair, Integer.MAX_VALUE);
            if (found < rank) {
                rank = found;
                best = pair;
            }
        }
        return best;
    }

    private static void merge(List<String> parts, Pair pair) {
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (parts.get(i).equals(pair.left()) && parts.get(i + 1).equals(pair.right())) {
                parts.set(i, pair.left() + pair.right());
                parts.remove(i + 1);
            }
        }
    }
}
