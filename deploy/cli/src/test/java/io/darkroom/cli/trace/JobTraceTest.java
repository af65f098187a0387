package io.darkroom.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTraceTest {
    @TempDir
    Path data;

    /** A client's trace with two jobs. */
    private static final List<SpanRecord> SPANS = List.of(
            span("1", "", "POST /v1/jobs", "darkroom-gateway", 0, 10, Map.of(), null),
            span("2", "1", "publish job", "darkroom-gateway", 2, 8, Map.of("darkroom.job", "job_a"), null),
            span(
                    "3",
                    "2",
                    "attempt",
                    "darkroom-worker",
                    20,
                    100,
                    Map.of("darkroom.job", "job_a", "darkroom.attempt", "1"),
                    "the lock was lost"),
            span("4", "3", "denoise", "darkroom-worker", 30, 80, Map.of("darkroom.steps", "12"), null),
            span("5", "1", "publish job", "darkroom-gateway", 9, 10, Map.of("darkroom.job", "job_b"), null),
            span("6", "5", "attempt", "darkroom-worker", 20, 30, Map.of("darkroom.job", "job_b"), null));

    private static SpanRecord span(
            String id,
            String parent,
            String name,
            String service,
            long start,
            long end,
            Map<String, String> attributes,
            String error) {
        return new SpanRecord(
                new SpanRecord.Ids("t", id, parent),
                new SpanRecord.Origin(service, "internal"),
                name,
                new SpanRecord.Period(start * 1_000_000, end * 1_000_000),
                attributes,
                List.of(),
                error);
    }

    @Test
    void showsOneJobWithItsCallAndNoOther() {
        JobTrace trace = JobTrace.of("job_a", SPANS);
        assertThat(trace.lines())
                .extracting(line -> line.depth() + " " + line.span().name())
                .containsExactly("0 POST /v1/jobs", "1 publish job", "2 attempt", "3 denoise");
        assertThat(trace.end() - trace.start()).isEqualTo(100_000_000);
        assertThat(JobTrace.of("job_c", SPANS).isEmpty()).isTrue();
    }

    @Test
    void drawsBarsWhereTheTimeWent() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream page = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new Waterfall(JobTrace.of("job_a", SPANS), 103).print(new Terminal(page, page, false, false, 103));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2))
                .contains("attempt")
                .contains("80.0 ms")
                .contains("attempt 1, failed: the lock was lost");
        String bar = lines.get(3).substring(38, 58);
        assertThat(bar.indexOf('█'))
                .as("denoise begins after 30 of 100 ms, of 20 columns")
                .isEqualTo(6);
        assertThat(bar.chars().filter(c -> c == '█').count()).isEqualTo(10);
    }

    @Test
    void theDrawingIsWellFormedAndEscapesNames() throws Exception {
        List<SpanRecord> odd = List.of(span("1", "", "<&>", "x", 0, 1, Map.of("darkroom.job", "job_a"), ""));
        String svg = new WaterfallDrawing(JobTrace.of("job_a", odd)).svg();
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(svg).contains("&lt;&amp;&gt;");
    }

    @Test
    void theFileReturnsItsSpansAndSkipsAnIncompleteLine() throws Exception {
        SpanFile file = new SpanFile(data);
        file.add(SPANS.subList(0, 3));
        file.add(SPANS.subList(3, 6));
        Files.writeString(data.resolve("spans.jsonl"), "{\"ids\":{\"trace\":\"t\",\"sp", StandardOpenOption.APPEND);
        assertThat(file.read()).isEqualTo(SPANS);
    }
}
