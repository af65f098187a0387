/**
 * One numbered page per job kind: from a job's typed input to finished media. A pipeline knows models, the engine and
 * media; of Kafka, Redis and the object store it knows nothing but what its {@link
 * io.darkroom.worker.pipeline.PipelineContext} hands it.
 */
@NullMarked
package io.darkroom.worker.pipeline;

import org.jspecify.annotations.NullMarked;
