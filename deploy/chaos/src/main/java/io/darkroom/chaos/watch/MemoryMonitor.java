package io.darkroom.chaos.watch;

import io.darkroom.local.process.Component;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The largest resident memory of each process, sampled every second. Linux only; empty elsewhere. */
public final class MemoryMonitor implements AutoCloseable {
    private final List<Component> components;
    private final Map<String, Long> most = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("memory").factory());

    public MemoryMonitor(List<Component> components) {
        this.components = List.copyOf(components);
        var unused = timer.scheduleWithFixedDelay(this::poll, 0, 1, TimeUnit.SECONDS);
    }

    private void poll() {
        for (Component component : components) {
            if (component.isAlive()) {
                long kib = residentKib(component.pid());
                most.merge(component.name(), kib, Math::max);
            }
        }
    }

    private static long residentKib(long pid) {
        Path status = Path.of("/proc/" + pid + "/status");
        try {
            return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** KiB by process. */
    public Map<String, Long> most() {
        return Map.copyOf(most);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
