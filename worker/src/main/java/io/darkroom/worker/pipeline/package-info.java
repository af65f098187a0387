/**
 * What all pipelines share: the contract {@link io.darkroom.worker.pipeline.Pipeline}, what a run gives a pipeline
 * ({@link io.darkroom.worker.pipeline.PipelineContext}) and what a pipeline returns. There is one pipeline per job kind,
 * in {@code still}, {@code video} and {@code dataset}; these packages depend on this one and not on each other.
 *
 * <p>A pipeline turns a job's typed input into finished media. It knows models, the engine and media, but Kafka, Redis and
 * the object store only through its context.
 */
@NullMarked
package io.darkroom.worker.pipeline;

import org.jspecify.annotations.NullMarked;
