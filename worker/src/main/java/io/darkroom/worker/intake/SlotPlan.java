package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Number of slots for each lane.
 *
 * <p>Written as {@code image.interactive=2,image.bulk=1,video=1}, or as a number: then each lane that the models serve
 * gets one slot, and the first lane, the most urgent, gets the rest.
 */
public record SlotPlan(Map<Lane, Integer> slots) {
    /**
     * @param served lanes that the worker's models can serve; others are left out
     * @throws IllegalArgumentException if the text is neither, or leaves no slot
     */
    public static SlotPlan parse(String text, Set<Lane> served) {
        if (served.isEmpty()) {
            throw new IllegalArgumentException(
                    "this worker serves no model, so it cannot run any job; see darkroom.models.directory");
        }
        Map<Lane, Integer> wanted = text.contains("=") ? assignment(text) : spread(number(text, text), served);
        Map<Lane, Integer> slots = new EnumMap<>(Lane.class);
        wanted.forEach((lane, count) -> {
            if (served.contains(lane) && count > 0) {
                slots.put(lane, count);
            }
        });
        if (slots.isEmpty()) {
            throw new IllegalArgumentException("darkroom.worker.slots is '" + text
                    + "', but the models of this worker serve only " + names(served));
        }
        return new SlotPlan(slots);
    }

    private static Map<Lane, Integer> assignment(String text) {
        Map<Lane, Integer> slots = new EnumMap<>(Lane.class);
        for (String part : text.split(",", -1)) {
            String[] sides = part.split("=", 2);
            Lane lane = Arrays.stream(Lane.values())
                    .filter(it -> it.wireName().equals(sides[0].trim()))
                    .findFirst()
                    .orElseThrow(() -> malformed(text));
            slots.put(lane, number(sides.length == 2 ? sides[1] : "", text));
        }
        return slots;
    }

    private static Map<Lane, Integer> spread(int total, Set<Lane> served) {
        if (total < served.size()) {
            throw new IllegalArgumentException("darkroom.worker.slots is " + total + ", but each of the lanes "
                    + names(served) + " needs a slot: give at least " + served.size()
                    + ", or name lanes as in 'image.interactive=1'");
        }
        Map<Lane, Integer> slots = new EnumMap<>(Lane.class);
        List<Lane> lanes = new ArrayList<>(served);
        lanes.sort(null);
        lanes.forEach(lane -> slots.put(lane, 1));
        slots.merge(lanes.getFirst(), total - lanes.size(), Integer::sum);
        return slots;
    }

    private static int number(String digits, String text) {
        try {
            int number = Integer.parseInt(digits.trim());
            if (number < 0 || number > 1_000) {
                throw malformed(text);
            }
            return number;
        } catch (NumberFormatException _) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("darkroom.worker.slots is '" + text
                + "'; write a number from 1 to 1000, or lanes as in 'image.interactive=2,image.bulk=1,video=1' out of "
                + names(Set.of(Lane.values())));
    }

    private static String names(Set<Lane> lanes) {
        return lanes.stream().sorted().map(Lane::wireName).collect(Collectors.joining(", "));
    }

    public int total() {
        return slots.values().stream().mapToInt(Integer::intValue).sum();
    }
}
