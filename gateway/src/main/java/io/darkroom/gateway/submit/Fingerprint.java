package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.darkroom.contracts.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** What makes two bodies the same: their JSON, whatever the order of fields, white space and the writing of numbers. */
final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the canonical form, lower-case hex. */
    static String of(JsonNode body) {
        StringBuilder canonical = new StringBuilder();
        write(body, canonical);
        return sha256(canonical.toString());
    }

    /** Of the call that verifies this job; no body has the same, since every body is JSON. */
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
