package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobInput;

/**
 * One kind of job, as it is submitted.
 *
 * @param <I> the record of its input
 */
public interface KindEntry<I extends JobInput> {

    /** Adds what the kind forbids beyond its schema and {@link Findings#limits the model's limits}. */
    default void check(Findings input) {
        input.prompts();
    }

    /** The input of a valid submission, every default resolved. */
    I input(Fields fields);

    /** How often the model's network is evaluated, over all items. */
    default double evaluations(I input, ModelInfo model) {
        return Evaluations.of(input);
    }

    /** Predicts how long a device is busy: all evaluations at the model's measured pace. */
    default double seconds(I input, Models models) {
        return models.model().stepSeconds() * evaluations(input, models.model());
    }

    /** The input together with its work. */
    default Made make(Fields fields) {
        I input = input(fields);
        return new Made(input, seconds(input, fields.models()));
    }

    /**
     * A complete input.
     *
     * @param workSeconds predicted device seconds
     */
    record Made(JobInput input, double workSeconds) {}
}
