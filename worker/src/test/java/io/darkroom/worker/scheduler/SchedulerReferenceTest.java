package io.darkroom.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/reference/schedulers.md agrees with the code. */
class SchedulerReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "schedulers.md");

    /** Cells of the first table, without its head. */
    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static SchedulerSettings settings(String config, String className) {
        ObjectNode node = Json.mapper().valueToTree(SchedulerGoldens.settings(config));
        node.put("_class_name", className);
        return Json.mapper().convertValue((JsonNode) node, SchedulerSettings.class);
    }

    private static String code(String cell) {
        return cell.replaceAll("^`([^`]+)`.*$", "$1");
    }

    @Test
    void namesEverySchedulerInOrder() throws IOException {
        assertThat(rows().stream().map(row -> code(row.getFirst()))).containsExactlyElementsOf(Schedulers.NAMES);
    }

    @Test
    void statesEvaluationsNoiseAndTheClassThatMakesItTheDefault() throws IOException {
        for (List<String> row : rows()) {
            String name = code(row.getFirst());
            String className = code(row.get(5));
            SchedulerSettings settings = settings(name.equals("flow_euler") ? "sd3" : "sd15", className);
            Scheduler twenty = Schedulers.create(name, new NoiseSchedule(settings), 20);
            assertThat(row.get(3)).as(name).startsWith(twenty.steps() == 20 ? "n" : "n + " + (twenty.steps() - 20));
            assertThat(row.get(3).startsWith("n +")).as(name).isEqualTo(twenty.steps() != 20);
            assertThat(row.get(4)).as(name).isEqualTo(twenty.drawsNoise() ? "yes" : "no");
            String own = name.replace("_karras", "");
            assertThat(Schedulers.of(settings).getFirst()).isEqualTo(own);
        }
    }

    @Test
    void namesEverySetting() throws IOException {
        String page = Files.readString(PAGE);
        for (var component : SchedulerSettings.class.getRecordComponents()) {
            String name = component.getName().equals("className")
                    ? "_class_name"
                    : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            assertThat(page).contains("`" + name + "`");
        }
    }
}
