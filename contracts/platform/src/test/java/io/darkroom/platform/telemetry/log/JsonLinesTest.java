package io.darkroom.platform.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final JsonLines lines = new JsonLines(Map.of("service", "darkroom-worker"));

    @Test
    void oneLineSaysWhatHappenedAndWhose() throws Exception {
        ExtLogRecord record = new ExtLogRecord(
                Level.WARN, "job %s failed:\n\"%s\"", ExtLogRecord.FormatStyle.PRINTF, JsonLinesTest.class.getName());
        record.setLoggerName("io.darkroom.worker.run.Attempt");
        record.setParameters(new Object[] {"job_1", "no"});
        record.putMdc("job", "job_1");
        record.putMdc("service", "another service");
        record.setThrown(new IllegalStateException("broken", new RuntimeException("cause")));

        String text = lines.format(record);

        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("message").asText()).isEqualTo("job job_1 failed:\n\"no\"");
        assertThat(line.path("job").asText()).isEqualTo("job_1");
        assertThat(line.path("service").asText()).isEqualTo("darkroom-worker");
        assertThat(line.path("time").asText()).matches("\\d{4}-.*Z");
        assertThat(line.at("/error/type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.at("/error/stack").asText()).contains("Caused by: java.lang.RuntimeException: cause");
    }

    @Test
    void aLineWithoutAnErrorHasNone() throws Exception {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "hello", JsonLinesTest.class.getName());
        record.setLoggerName("x");
        assertThat(new ObjectMapper().readTree(lines.format(record)).has("error"))
                .isFalse();
    }
}
