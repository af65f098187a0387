package io.darkroom.local.command;

import io.darkroom.cli.make.MakeCommands;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;

/** The commands in the help, by what they are for. */
final class CommandGroups {
    static final Map<String, List<String>> GROUPS = groups();

    private CommandGroups() {}

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put(
                "Run Darkroom", List.of("up", "demo", "install", "doctor", "fleet", "models", "key", "quota", "env"));
        for (MakeCommands.Group group : MakeCommands.Group.values()) {
            groups.put(group.heading(), MakeCommands.names(group));
        }
        groups.put("Inspect jobs", List.of("jobs", "events", "cancel", "verify", "trace", "dead-letters"));
        groups.put(
                "Develop Darkroom", List.of("test", "bench", "simulate", "chaos", "images", "contact-sheet", "help"));
        return groups;
    }

    /** Each group under its heading; what is in no group comes last. */
    static String render(Help help) {
        Map<String, Help> commands = new LinkedHashMap<>(help.subcommands());
        int width = commands.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((heading, names) -> {
            text.append(String.format("%n%s:%n", heading));
            names.forEach(name -> line(text, name, commands.remove(name), width));
        });
        commands.forEach((name, command) -> line(text, name, command, width));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable Help command, int width) {
        if (command != null) {
            text.append(String.format("  %-" + width + "s%s%n", name, sentence(command)));
        }
    }

    /** The first line of its help; picocli's own command has a header instead. */
    static String sentence(Help command) {
        String[] header = command.commandSpec().usageMessage().header();
        String[] description = command.commandSpec().usageMessage().description();
        return header.length > 0 ? header[0] : description.length > 0 ? description[0] : "";
    }
}
