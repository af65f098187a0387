package io.darkroom.chaos.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A whole run.
 *
 * @param begun when the first call was made
 * @param drained when the drain ended
 * @param log in the order of each partition
 */
public record History(
        long seed,
        Rules rules,
        Instant begun,
        Instant drained,
        List<Intent> intents,
        List<Call> calls,
        List<LoggedJob> jobs,
        List<LogEntry> log,
        List<Stored> store,
        List<Receipt> receipts,
        List<StreamRead> streams,
        List<FaultRun> faults,
        FinalState finalState) {
    private static final ObjectMapper MAPPER = Json.mapper();

    public History {
        intents = List.copyOf(intents);
        calls = List.copyOf(calls);
        jobs = List.copyOf(jobs);
        log = List.copyOf(log);
        store = List.copyOf(store);
        receipts = List.copyOf(receipts);
        streams = List.copyOf(streams);
        faults = List.copyOf(faults);
    }

    /** As gzipped JSON. */
    public void write(Path file) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            MAPPER.writeValue(out, this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history to " + file + ": " + e.getMessage(), e);
        }
    }

    public static History read(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return MAPPER.readValue(in, History.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a history from " + file + ": " + e.getMessage(), e);
        }
    }
}
