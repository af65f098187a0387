package io.darkroom.worker.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.artifact.Digests;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The progress of an attempt. Stored as: {@code DRCP}, a version, the SHA-256 of everything that follows, the length of the
 * header, the header as JSON, the payload.
 *
 * @param header the state of the run
 * @param payload the state of the pipeline, in its own format
 */
public record Checkpoint(Header header, byte[] payload) {
    private static final byte[] MAGIC = {'D', 'R', 'C', 'P'};
    private static final byte VERSION = 1;
    private static final int DIGEST = 32;
    private static final int BEFORE_DIGEST = MAGIC.length + 1;
    private static final int BEFORE_HEADER = BEFORE_DIGEST + DIGEST + Integer.BYTES;

    /**
     * @param attempt number of the attempt that wrote it
     * @param configDigest digest of the models and engine settings that the payload depends on; {@code maker} in the JSON
     * @param step denoising steps done, over all items and attempts
     * @param deviceMs device time that the job used so far, milliseconds
     * @param outputs artifacts that are stored already, with their keys
     * @param failures items that have no result and will have none
     */
    public record Header(
            JobId job,
            String tenant,
            int attempt,
            @JsonProperty("maker") String configDigest,
            int step,
            long deviceMs,
            List<OutputArtifact> outputs,
            List<ItemFailure> failures) {
        public Header {
            outputs = List.copyOf(outputs);
            failures = List.copyOf(failures);
        }

        Header with(String digest) {
            return new Header(job, tenant, attempt, digest, step, deviceMs, outputs, failures);
        }
    }

    /** The bytes are not a checkpoint that this version can read: truncated, modified, or of another version. */
    public static final class UnreadableException extends Exception {
        UnreadableException(String message) {
            super(message);
        }
    }

    byte[] encode() {
        byte[] json = Json.encode(header);
        ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + json.length + payload.length);
        body.putInt(json.length).put(json).put(payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream(BEFORE_HEADER + json.length + payload.length);
        try (DataOutputStream data = new DataOutputStream(out)) {
            data.write(MAGIC);
            data.writeByte(VERSION);
            data.write(HexFormat.of().parseHex(Digests.sha256(body.array())));
            data.write(body.array());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    static Checkpoint decode(byte[] bytes) throws UnreadableException {
        if (bytes.length < BEFORE_HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw new UnreadableException("it is not a checkpoint");
        }
        if (bytes[MAGIC.length] != VERSION) {
            throw new UnreadableException("it has version " + bytes[MAGIC.length] + ", not " + VERSION);
        }
        byte[] body = Arrays.copyOfRange(bytes, BEFORE_DIGEST + DIGEST, bytes.length);
        String digest = HexFormat.of().formatHex(bytes, BEFORE_DIGEST, BEFORE_DIGEST + DIGEST);
        if (!Digests.sha256(body).equals(digest)) {
            throw new UnreadableException("its digest does not match; it was truncated or modified");
        }
        int length = ByteBuffer.wrap(body).getInt();
        if (length < 0 || length > body.length - Integer.BYTES) {
            throw new UnreadableException("its header has an impossible length of " + length + " bytes");
        }
        int end = Integer.BYTES + length;
        try {
            Header header = Json.decode(Arrays.copyOfRange(body, Integer.BYTES, end), Header.class);
            if (header.job() == null || header.tenant() == null || header.configDigest() == null) {
                throw new UnreadableException("its header is incomplete");
            }
            return new Checkpoint(header, Arrays.copyOfRange(body, end, body.length));
        } catch (Json.MalformedMessageException e) {
            throw new UnreadableException("its header cannot be read: " + e.getMessage());
        }
    }
}
