package io.darkroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The gateway refused, with a problem document (RFC 9457) or, from an intermediary, with any text. */
public final class ProblemException extends RuntimeException {
    private final int status;
    private final String code;
    private final List<String> lines;

    private ProblemException(int status, String code, List<String> lines) {
        super(String.join("; ", lines));
        this.status = status;
        this.code = code;
        this.lines = List.copyOf(lines);
    }

    static ProblemException of(int status, byte[] body) {
        JsonNode problem = parse(body);
        if (!problem.isObject() || !problem.has("title")) {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            String shown = text.length() > 300 ? text.substring(0, 300) + "…" : text;
            return new ProblemException(status, "", List.of("the server answered " + status, shown));
        }
        List<String> lines = new ArrayList<>();
        lines.add(problem.path("title").asText());
        if (!problem.path("detail").asText().isEmpty()) {
            lines.add(problem.path("detail").asText());
        }
        for (JsonNode violation : problem.path("violations")) {
            String pointer = violation.path("pointer").asText();
            lines.add((pointer.isEmpty() ? "body" : pointer) + ": "
                    + violation.path("message").asText());
        }
        String request = problem.path("request_id").asText();
        if (status >= 500 && !request.isEmpty()) {
            lines.add("request " + request + " (see the gateway's log)");
        }
        return new ProblemException(status, problem.path("code").asText(), lines);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    public int status() {
        return status;
    }

    /** The stable code; empty if the answer had none. */
    public String code() {
        return code;
    }

    /** The title, the detail, then each violation with its pointer. */
    public List<String> lines() {
        return lines;
    }
}
