package io.darkroom.contracts.sample;

import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** {@code OutcomeAssert.assertThat(outcome).succeeded().hasOutputs(4)}. */
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {
    private OutcomeAssert(Outcome actual) {
        super(actual, OutcomeAssert.class);
    }

    public static OutcomeAssert assertThat(Outcome outcome) {
        return new OutcomeAssert(outcome);
    }

    /** With neither failure nor step of a cancel. */
    public OutcomeAssert succeeded() {
        isIn(JobState.SUCCEEDED);
        Assertions.assertThat(actual.failure()).isNull();
        Assertions.assertThat(actual.canceledAtStep()).isNull();
        return this;
    }

    public OutcomeAssert failedWith(FailureCode code) {
        isIn(JobState.FAILED);
        Assertions.assertThat(actual.failure()).isNotNull();
        Assertions.assertThat(actual.failure().code()).isEqualTo(code);
        Assertions.assertThat(actual.outputs()).isEmpty();
        return this;
    }

    public OutcomeAssert canceled() {
        isIn(JobState.CANCELED);
        Assertions.assertThat(actual.outputs()).isEmpty();
        return this;
    }

    public OutcomeAssert hasOutputs(int count) {
        Assertions.assertThat(actual.outputs())
                .as("outputs of %s", actual.jobId())
                .hasSize(count);
        return this;
    }

    private void isIn(JobState state) {
        isNotNull();
        if (actual.state() != state) {
            failWithMessage("expected %s to have %s, but it has %s", actual.jobId(), state, actual);
        }
    }
}
