package io.darkroom.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Parses untrusted JSON. Limits apply to bytes, depth {@value #MAX_DEPTH}, tokens, names and numbers; duplicate keys,
 * NaN, comments and trailing tokens are rejected. Numbers keep their precision as written.
 */
public final class StrictJson {
    /** Maximum bytes of a JSON body, unless a route allows more. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_DEPTH = 32;

    private StrictJson() {}

    private static JsonMapper mapper(int maxBytes) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(maxBytes)
                        .maxTokenCount(20_000)
                        .maxNumberLength(64)
                        .maxNameLength(256)
                        .maxStringLength(maxBytes)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /**
     * @throws ProblemException {@code body_too_large} or {@code malformed_json}
     */
    public static JsonNode parse(InputStream body, int maxBytes) {
        byte[] bytes = read(body, maxBytes);
        try {
            JsonNode tree = mapper(maxBytes).readTree(bytes);
            if (tree == null || tree.isMissingNode()) {
                throw ProblemException.of(ProblemCode.MALFORMED_JSON, "The body is empty; it must be a JSON object.");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw ProblemException.of(ProblemCode.MALFORMED_JSON, describe(e));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read bytes in memory", e);
        }
    }

    /**
     * @throws ProblemException {@code body_too_large}
     */
    public static byte[] read(InputStream body, int maxBytes) {
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw ProblemException.of(
                        ProblemCode.BODY_TOO_LARGE, "The body may have at most " + maxBytes + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw ProblemException.of(ProblemCode.BAD_REQUEST, "The body ended early.");
        }
    }

    /** Position and reason of the syntax error, without echoing the body. */
    private static String describe(JsonProcessingException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
        var place = e.getLocation();
        return place == null
                ? reason
                : "At line " + place.getLineNr() + ", column " + place.getColumnNr() + ": " + reason;
    }
}
