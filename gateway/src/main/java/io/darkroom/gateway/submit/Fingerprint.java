package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.darkroom.contracts.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A digest of a JSON body, independent of field order, white space and number notation. */
final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the canonical form, lower-case hex. */
    static String of(JsonNode body) {
        StringBuilder canonical = new StringBuilder();
        write(body, canonical);
        return sha256(canonical.toString());
    }

    /** The fingerprint of a call that verifies this job; it differs from that of every body, since bodies are JSON. */
    static String ofVerification(JobId job) {
        return sha256("verify " + job.value());
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            out.append('{');
            node.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
                out.append(quoted(entry.getKey())).append(':');
                write(entry.getValue(), out);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(item -> {
                write(item, out);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            out.append(node.decimalValue().stripTrailingZeros());
        } else {
            out.append(node);
        }
    }

    private static String quoted(String name) {
        return TextNode.valueOf(name).toString();
    }
}
