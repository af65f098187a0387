package io.darkroom.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Spans as JSON lines; when there are many, the older half moves to a second file, whose content is dropped. */
public final class SpanFile {
    private static final long MOST_BYTES = 64L << 20;

    private final Path file;
    private final Path older;

    /** @param data data folder of a stack */
    public SpanFile(Path data) {
        this.file = data.resolve("spans.jsonl");
        this.older = data.resolve("spans.older.jsonl");
    }

    public synchronized void add(List<SpanRecord> spans) {
        StringBuilder lines = new StringBuilder();
        try {
            for (SpanRecord span : spans) {
                lines.append(Json.mapper().writeValueAsString(span)).append('\n');
            }
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a span is always JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write spans to " + file, e);
        }
    }

    public List<SpanRecord> read() {
        List<SpanRecord> spans = new ArrayList<>();
        for (Path part : List.of(older, file)) {
            if (Files.exists(part)) {
                try (Stream<String> lines = Files.lines(part)) {
                    lines.filter(line -> line.endsWith("}"))
                            .forEach(line ->
                                    spans.add(Json.decode(line.getBytes(StandardCharsets.UTF_8), SpanRecord.class)));
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + part, e);
                }
            }
        }
        return spans;
    }
}
