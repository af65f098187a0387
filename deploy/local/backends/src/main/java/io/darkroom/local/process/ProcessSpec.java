package io.darkroom.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param name for messages and the log file's name
 * @param environment added to the launcher's own
 * @param directory working directory
 * @param log receives standard output and error, appended
 * @param orphanDelay between the launcher's death and the child's SIGTERM, so that servers outlive their clients a little
 * @param grace between SIGTERM and SIGKILL; both are rounded down to whole seconds
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        Duration orphanDelay,
        Duration grace) {

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A command that is stopped as soon as the launcher is gone and has ten seconds for it. */
    public static ProcessSpec of(String name, List<String> command, Path directory, Path log) {
        return new ProcessSpec(name, command, Map.of(), directory, log, Duration.ZERO, Duration.ofSeconds(10));
    }

    public ProcessSpec withEnvironment(Map<String, String> more) {
        Map<String, String> merged = new LinkedHashMap<>(environment);
        merged.putAll(more);
        return new ProcessSpec(name, command, merged, directory, log, orphanDelay, grace);
    }

    public ProcessSpec withOrphanDelay(Duration delay) {
        return new ProcessSpec(name, command, environment, directory, log, delay, grace);
    }

    public ProcessSpec withGrace(Duration longer) {
        return new ProcessSpec(name, command, environment, directory, log, orphanDelay, longer);
    }

    /** The JVM that runs us, with these options, class path, main class and arguments. */
    public static List<String> java(List<String> options, String classPath, String main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(args));
        return command;
    }
}
