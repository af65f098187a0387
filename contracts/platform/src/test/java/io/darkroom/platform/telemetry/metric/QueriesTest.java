package io.darkroom.platform.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check itself has been seen red. */
class QueriesTest {
    private final Queries queries = new Queries();

    @Test
    void acceptsWhatIsThere() {
        assertThat(
                        queries.check(
                                "here",
                                "histogram_quantile(0.95, sum by (le, lane) (rate(darkroom_job_wait_seconds_bucket{lane=\"video\"}[5m])))"))
                .containsExactly("darkroom_job_wait_seconds_bucket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(darkroom_job_wait_seconds[5m])",
                "rate(darkroom_jobs_accepted[5m])",
                "sum(darkroom_no_such_thing)",
                "darkroom_fleet_workers{lane=\"video\"}",
                "sum by (tenant) (darkroom_fleet_workers)",
                "sum by (le) (darkroom_fleet_workers)",
                "up == 0"
            })
    void refusesWhatIsNot(String query) {
        assertThatThrownBy(() -> queries.check("here", query)).isInstanceOf(AssertionError.class);
    }
}
