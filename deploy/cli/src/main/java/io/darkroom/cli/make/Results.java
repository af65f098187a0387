package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all commands that make something share. */
final class Results {
    private Results() {}

    /** Saves and lists the files of a job that succeeded; prints why another did not. Returns the exit status. */
    static int report(Terminal terminal, JobWatch.Done done, Outputs outputs, String name) throws InterruptedException {
        if (!done.succeeded()) {
            return failed(terminal, done);
        }
        String id = done.job().path("id").asText();
        List<Path> files = outputs.save(done.job(), name);
        for (int i = 0; i < files.size(); i++) {
            terminal.line("  " + files.get(i)
                    + terminal.dim(measures(done.job().path("outputs").path(i).path("measures"))));
        }
        for (JsonNode failure : done.job().path("failures")) {
            terminal.line(terminal.yellow("  ! ") + "item "
                    + failure.path("item").asInt() + ": "
                    + Text.plain(failure.path("failure").path("message").asText()));
        }
        terminal.line(terminal.dim("  " + id + " in " + Text.duration(done.took())));
        return 0;
    }

    /** Prints how a job ended that did not succeed. Returns the exit status. */
    static int failed(Terminal terminal, JobWatch.Done done) {
        String id = done.job().path("id").asText();
        String code = done.job().path("error").path("code").asText();
        terminal.error(
                terminal.red("✗ ") + "job " + id + " " + done.state() + (code.isEmpty() ? "" : " (" + code + ")"));
        if (!code.isEmpty()) {
            terminal.error("  " + Text.plain(done.reason()));
        }
        return 1;
    }

    /** {@code "  psnr 31.2  ssim 0.941"}; empty where nothing was measured. */
    static String measures(JsonNode measures) {
        StringBuilder text = new StringBuilder();
        measures.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(measure -> text.append("  ")
                        .append(measure.getKey())
                        .append(' ')
                        .append(String.format(
                                Locale.ROOT, "%.4g", measure.getValue().asDouble())));
        return text.toString();
    }

    static void putIfTrue(ObjectNode node, String name, boolean value) {
        if (value) {
            node.put(name, true);
        }
    }

    static void putIfSet(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.putPOJO(name, value);
        }
    }
}
