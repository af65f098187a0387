package io.darkroom.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
    @Test
    void randomIdsAreValidDifferentAndSortByTime() {
        Random random = new Random(1);
        Set<JobId> seen = new HashSet<>();
        JobId before = JobId.random(0, random);
        for (long at = 1; at < 2_000; at++) {
            JobId id = JobId.random(at * 1_000_000_007L, random);
            assertThat(JobId.isValid(id.value())).isTrue();
            assertThat(id).isGreaterThan(before);
            assertThat(seen.add(id)).isTrue();
            before = id;
        }
    }

    @Test
    void aDerivedIdDependsOnTenantAndKeyAndOnWhereOneEnds() {
        JobId id = JobId.derived("alice", "order-1");
        assertThat(JobId.derived("alice", "order-1")).isEqualTo(id);
        assertThat(JobId.derived("bob", "order-1")).isNotEqualTo(id);
        assertThat(JobId.derived("alice", "order-2")).isNotEqualTo(id);
        assertThat(JobId.derived("aliceo", "rder-1")).isNotEqualTo(id);
        assertThat(JobId.isValid(id.value())).isTrue();
    }

    /** Must never change: otherwise an old key could start a second job. */
    @Test
    void theDerivationNeverChanges() {
        assertThat(JobId.derived("alice", "order-1").value()).isEqualTo("job_5wf8m2e0e3bbzyytdkz16ed0c9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "job_",
                "job_0000000000000000000000000",
                "job_000000000000000000000000001",
                "JOB_00000000000000000000000001",
                "job_0000000000000000000000000i",
                "job_0000000000000000000000000L",
                "job_0000000000000000000000000u",
                "job_../../0000000000000000000",
                " job_00000000000000000000000001",
                "job_00000000000000000000000001\n",
            })
    void refusesWhatIsNoId(String text) {
        assertThat(JobId.isValid(text)).isFalse();
        assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
