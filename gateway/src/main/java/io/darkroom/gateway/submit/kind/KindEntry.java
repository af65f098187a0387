package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobInput;

/**
 * The submission rules of one job kind.
 *
 * @param <I> the record of its input
 */
public interface KindEntry<I extends JobInput> {

    /** Checks rules of the kind beyond its schema and {@link Findings#limits the model's limits}. */
    default void check(Findings input) {
        input.prompts();
    }

    /** The input of a valid submission, with all defaults resolved. */
    I input(Fields fields);

    /** Number of evaluations of the model's network, over all items. */
    default double evaluations(I input, ModelInfo model) {
        return Evaluations.of(input);
    }

    /** Predicted device seconds: all evaluations at the model's measured speed. */
    default double seconds(I input, Models models) {
        return models.model().stepSeconds() * evaluations(input, models.model());
    }

    /** The input with its predicted work. */
    default Made make(Fields fields) {
        I input = input(fields);
        return new Made(input, seconds(input, fields.models()));
    }

    /**
     * A complete input with its predicted work.
     *
     * @param workSeconds predicted device seconds
     */
    record Made(JobInput input, double workSeconds) {}
}
