package io.darkroom.simulate.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ChartTest {
    @Test
    void aChartIsWellFormedAndShowsEveryPoint() throws Exception {
        String svg = new Chart("a < b & c", "x", "y")
                .series("one", List.of(new Chart.Point(1_000, 0), new Chart.Point(2_000, 20)))
                .series("two", List.of(new Chart.Point(1_500, 7)))
                .svg();
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("circle").getLength())
                .as("three points and two in the legend")
                .isEqualTo(5);
        assertThat(svg).contains("a &lt; b &amp; c", "one", "two");
    }

    @Test
    void axesBeginAndEndAtRoundNumbers() {
        Scale scale = Scale.of(DoubleStream.of(2_903, 3_722), false);
        assertThat(scale.ticks()).startsWith(2_800.0).endsWith(3_800.0);
        assertThat(scale.share(2_800)).isZero();
        assertThat(Scale.of(DoubleStream.of(3, 44), true).from()).isZero();
    }
}
