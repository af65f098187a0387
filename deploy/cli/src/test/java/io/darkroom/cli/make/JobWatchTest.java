package io.darkroom.cli.make;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cli.client.ServerEvent;
import io.darkroom.cli.terminal.ProgressRow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobWatchTest {
    @Test
    void progressEventsMoveTheRow() {
        ProgressRow row = ProgressRow.waiting("x");
        row = JobWatch.after(new ServerEvent("1", "job.started", "{}"), row);
        assertThat(row.state()).isEqualTo("loading");
        String progress = "{\"step\":5,\"steps\":20,\"eta_seconds\":1.5}";
        row = JobWatch.after(new ServerEvent("", "job.progress", progress), row);
        assertThat(row).isEqualTo(new ProgressRow("x", "running", 0.25, "step 5/20", Duration.ofMillis(1500)));
        row = JobWatch.after(new ServerEvent("3", "job.released", "{\"message\":\"worker stops\"}"), row);
        assertThat(row.state()).isEqualTo("queued");
        assertThat(row.fraction()).isZero();
        assertThat(row.detail()).isEqualTo("worker stops");
    }
}
