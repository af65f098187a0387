package io.darkroom.local.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.terminal.Text;
import io.darkroom.local.process.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The machine: JDK, memory, disk, ports, and native libraries. Each check receives the measured value. */
final class MachineChecks {
    private static final long GB = 1_000_000_000L;
    private static final int FEATURE = 25;
    private static final Set<String> PLATFORMS = Set.of("linux-x86_64", "linux-arm64", "macosx-arm64");

    private MachineChecks() {}

    static Finding jdk(Runtime.Version version, String home) {
        return version.feature() >= FEATURE
                ? Finding.fine("JDK", version + " in " + home)
                : Finding.bad("JDK", version + " in " + home, "install a JDK of " + FEATURE + " or newer");
    }

    static Finding memory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return memory(system.getTotalMemorySize());
    }

    /** Kafka, S3 and the gateway take about 0.7 GB together, a worker about 0.6 GB. */
    static Finding memory(long total) {
        String says = Text.bytes(total) + " in all";
        if (total < 2 * GB) {
            return Finding.bad("memory", says, "a stack with one worker needs 2 GB");
        }
        return total < 4 * GB
                ? Finding.warn("memory", says, "enough for one worker; close other programs, keep --workers 1")
                : Finding.fine("memory", says);
    }

    static Finding disk(Path data) throws IOException {
        Path existing = data.toAbsolutePath();
        Path parent = existing.getParent();
        while (!Files.exists(existing) && parent != null) {
            existing = parent;
            parent = existing.getParent();
        }
        return disk(Files.getFileStore(existing).getUsableSpace(), data);
    }

    static Finding disk(long free, Path data) {
        String says = Text.bytes(free) + " free for " + data;
        if (free < GB / 2) {
            return Finding.bad("disk", says, "make room, or choose another folder with --data");
        }
        return free < 3 * GB
                ? Finding.warn("disk", says, "enough to start; results and Kafka's log grow there")
                : Finding.fine("disk", says);
    }

    static Finding port(int wanted, boolean ours) {
        if (ours) {
            return Finding.fine("port", wanted + " is the running stack's gateway");
        }
        return Ports.isFree(wanted)
                ? Finding.fine("port", wanted + " is free for the gateway")
                : Finding.warn(
                        "port",
                        wanted + " is in use",
                        "up chooses a free one instead and prints it; or choose: up --port N");
    }

    /** The native libraries (ONNX Runtime, FFmpeg, tokenizers) exist for three platforms, on Linux with glibc. */
    static Finding platform(String os, String arch, Path rootOfFiles) {
        String platform = platform(os, arch);
        if (!PLATFORMS.contains(platform)) {
            return Finding.bad(
                    "platform",
                    platform,
                    "use one of " + PLATFORMS.stream().sorted().toList());
        }
        if (platform.startsWith("linux") && hasMusl(rootOfFiles.resolve("lib"))) {
            return Finding.bad("platform", platform + " with musl", "ONNX Runtime needs a Linux with glibc");
        }
        return Finding.fine("platform", platform);
    }

    static String platform(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "macosx" : os.toLowerCase(Locale.ROOT);
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm64" : arch);
    }

    private static boolean hasMusl(Path lib) {
        try (Stream<Path> files = Files.list(lib)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            return names.stream().anyMatch(name -> name.startsWith("ld-musl-"))
                    && names.stream().noneMatch(name -> name.startsWith("ld-linux"))
                    && !Files.exists(lib.resolveSibling("lib64"));
        } catch (IOException e) {
            return false;
        }
    }
}
