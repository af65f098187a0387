package io.darkroom.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.sample.AnInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind has its own input record, and the record returns its kind. */
class JobKindTest {
    @ParameterizedTest
    @EnumSource
    void theRecordOfAnInputTellsItsKind(JobKind kind) {
        assertThat(AnInput.of(kind)).isInstanceOf(kind.input());
        assertThat(AnInput.of(kind).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void aKindIsFoundByItsNameOnTheWire(JobKind kind) {
        assertThat(JobKind.find(kind.wireName())).contains(kind);
        assertThat(JobKind.find(kind.name())).isEmpty();
    }

    @Test
    void aRecordThatNoKindNamesIsRefused() {
        record Stray(int items, int steps, long seed, List<MediaRef> media) implements JobInput {}
        assertThatThrownBy(new Stray(1, 1, 0, List.of())::kind).hasMessageContaining("Stray");
    }
}
