package io.darkroom.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.local.terminal.Terminal;
import io.darkroom.local.terminal.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is the same for all commands that make something. */
final class Results {
    private Results() {}

    /** Saves and names the files of a job that succeeded; says why another did not. Returns the exit status. */
    static int report(Terminal terminal, JobWatch.Done done, Outputs outputs, String name) throws InterruptedException {
        String id = done.job().path("id").asText();
        if (!done.succeeded()) {
            String code = done.job().path("error").path("code").asText();
            terminal.error(
                    terminal.red("✗ ") + "job " + id + " " + done.state() + (code.isEmpty() ? "" : " (" + code + ")"));
            if (!code.isEmpty()) {
                terminal.error("  " + Text.plain(done.reason()));
            }
            return 1;
        }
        for (Path file : outputs.save(done.job(), name)) {
            terminal.line("  " + file);
        }
        terminal.line(terminal.dim("  " + id + " in " + Text.duration(done.took())));
        return 0;
    }

    static void putIfSet(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.putPOJO(name, value);
        }
    }
}
