package io.darkroom.worker.moderation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words and phrases that are not allowed in prompts. Whole words are compared, ignoring case, accents and punctuation; so {@code ass} does
 * not match a glass.
 */
final class WordList {
    private final List<String> phrases;

    WordList(List<String> lines) {
        this.phrases = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(WordList::plain)
                .filter(phrase -> !phrase.isBlank())
                .toList();
    }

    static WordList read(Path file) {
        try {
            return new WordList(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the word list " + file + "; correct darkroom.moderation.words or unset it", e);
        }
    }

    /** The first phrase of the list that occurs in the text. */
    Optional<String> findIn(String text) {
        String plain = plain(text);
        return phrases.stream().filter(plain::contains).findFirst();
    }

    /** Lower case without accents, words separated by single spaces, with a space at each end. */
    private static String plain(String text) {
        String bare = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
        String words = bare.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return words.isEmpty() ? "" : " " + words + " ";
    }
}
