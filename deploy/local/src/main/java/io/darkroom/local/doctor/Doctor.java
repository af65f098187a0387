package io.darkroom.local.doctor;

import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.RedisBinary;
import io.darkroom.local.stack.ModelsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All checks, in the order in which a newcomer depends on them. */
public final class Doctor {
    private Doctor() {}

    public static List<Finding> examine(Checkout checkout, Path data, int gatewayPort) throws IOException {
        Optional<RunningStack> stack = RunningStack.on(data);
        boolean ours = stack.map(running -> running.gateway().endsWith(":" + gatewayPort))
                .orElse(false);
        List<Finding> findings = new ArrayList<>();
        findings.add(MachineChecks.jdk(Runtime.version(), System.getProperty("java.home")));
        findings.add(
                MachineChecks.platform(System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/")));
        findings.add(MachineChecks.memory());
        findings.add(MachineChecks.disk(data));
        findings.add(MachineChecks.port(gatewayPort, ours));
        findings.add(redis(data));
        findings.addAll(StackChecks.built(checkout.root()));
        findings.addAll(ModelChecks.all(ModelsFolder.of(checkout)));
        findings.addAll(StackChecks.running(stack, data));
        return findings;
    }

    private static Finding redis(Path data) {
        try {
            return Finding.fine("Redis", RedisBinary.find(data.resolve("bin")).toString());
        } catch (IllegalStateException e) {
            return Finding.bad(
                    "Redis", e.getMessage() == null ? "none" : e.getMessage(), "install redis-server 6.2 or newer");
        }
    }
}
