package io.darkroom.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our Dockerfile, read.
 *
 * @param arguments defaults of the arguments before the first stage
 * @param stages by name, in order
 */
record Dockerfile(Map<String, String> arguments, Map<String, Stage> stages) {
    /**
     * @param base what it stands on, as written
     */
    record Stage(String name, String base, List<Instruction> instructions) {
        List<String> all(String keyword) {
            return instructions.stream()
                    .filter(instruction -> instruction.keyword().equals(keyword))
                    .map(Instruction::rest)
                    .toList();
        }

        /** The one that counts: the last. */
        String last(String keyword) {
            List<String> all = all(keyword);
            return all.isEmpty() ? "" : all.getLast();
        }
    }

    record Instruction(String keyword, String rest) {}

    static Dockerfile read() {
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, Stage> stages = new LinkedHashMap<>();
        Stage current = null;
        for (Instruction instruction : instructions(Checkout.read("deploy/docker/Dockerfile"))) {
            if (instruction.keyword().equals("FROM")) {
                String[] words = instruction.rest().split(" +");
                if (words.length != 3 || !words[1].equals("AS")) {
                    throw new IllegalStateException("a stage without a name: " + instruction);
                }
                current = new Stage(words[2], words[0], new ArrayList<>());
                stages.put(current.name(), current);
            } else if (current != null) {
                current.instructions().add(instruction);
            } else if (instruction.keyword().equals("ARG")) {
                String[] pair = instruction.rest().split("=", 2);
                arguments.put(pair[0], pair[1]);
            } else {
                throw new IllegalStateException("before the first stage: " + instruction);
            }
        }
        return new Dockerfile(arguments, stages);
    }

    private static List<Instruction> instructions(String text) {
        List<Instruction> found = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.split("\n")) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            String[] words = open.append(line).toString().strip().split(" ", 2);
            found.add(new Instruction(words[0], words[1].strip()));
            open.setLength(0);
        }
        return found;
    }
}
