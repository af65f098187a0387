package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A region of an image, written {@code X,Y,W,H=PROMPT} or {@code X,Y,W,H,WEIGHT=PROMPT}, in fractions of its sides. */
public record Box(
        double x,
        double y,
        double width,
        double height,
        @Nullable Double weight,
        String prompt) {
    public static Box valueOf(String text) {
        int equals = text.indexOf('=');
        String[] numbers = text.substring(0, Math.max(0, equals)).split(",", -1);
        if (numbers.length < 4 || numbers.length > 5) {
            throw refused(text);
        }
        try {
            return new Box(
                    Double.parseDouble(numbers[0]),
                    Double.parseDouble(numbers[1]),
                    Double.parseDouble(numbers[2]),
                    Double.parseDouble(numbers[3]),
                    numbers.length == 5 ? Double.valueOf(numbers[4]) : null,
                    text.substring(equals + 1).strip());
        } catch (NumberFormatException e) {
            throw refused(text);
        }
    }

    private static CommandLine.TypeConversionException refused(String text) {
        return new CommandLine.TypeConversionException("not a box: '" + text + "', write e.g. \"0,0,0.5,1=an apple\"");
    }

    void fill(ObjectNode region) {
        region.put("prompt", prompt).put("x", x).put("y", y).put("width", width).put("height", height);
        Results.putIfSet(region, "weight", weight);
    }
}
