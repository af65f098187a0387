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
 * Words and phrases that no prompt may hold. Compared as whole words, whatever their case, accents and the signs between
 * them; so {@code ass} does not forbid a glass.
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

    /** The first phrase of the list that is in the text. */
    Optional<String> findIn(String text) {
        String plain = plain(text);
        return phrases.stream().filter(plain::contains).findFirst();
    }

    /** Lower case, without accents, words between single blanks, a blank at either end. */
    private static String plain(String text) {
        String bare = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
        String words = bare.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return words.isEmpty() ? "" : " " + words + " ";
    }
}
