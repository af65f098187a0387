package io.darkroom.local.doctor;

import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.stack.RunningStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The built programs and the stack that runs, if one does. */
final class StackChecks {
    private StackChecks() {}

    static List<Finding> built(Path checkout) {
        List<Finding> findings = new ArrayList<>();
        for (String app : List.of("gateway", "worker")) {
            Path jar = checkout.resolve(app).resolve("target/quarkus-app/quarkus-run.jar");
            findings.add(
                    Files.isRegularFile(jar)
                            ? Finding.fine("build", app + " is built")
                            : Finding.bad("build", app + " is not built", "./darkroom up builds it"));
        }
        return findings;
    }

    static List<Finding> running(Optional<RunningStack> running, Path data) {
        if (running.isEmpty()) {
            return List.of(Finding.fine("stack", "none runs on " + data));
        }
        RunningStack stack = running.get();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("stack", "runs as process " + stack.pid() + ", gateway " + stack.gateway()));
        stack.parts().forEach((name, part) -> findings.add(part(name, part)));
        return findings;
    }

    private static Finding part(String name, RunningStack.Part part) {
        boolean alive = ProcessHandle.of(part.pid()).map(ProcessHandle::isAlive).orElse(false);
        if (!alive) {
            return Finding.bad(name, "process " + part.pid() + " is gone", "see " + part.log());
        }
        return part.restarts() > 0
                ? Finding.warn(name, "runs, after " + part.restarts() + " restarts", "see " + part.log())
                : Finding.fine(name, "runs as process " + part.pid());
    }
}
