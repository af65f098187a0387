/**
 * The training run of the images: gateway and worker are started as their images start them, on a Kafka, a Redis and an S3
 * server of their own, do real jobs, and leave an AOT cache each when they end.
 *
 * <p>It runs inside the image build (stage {@code trained} of the Dockerfile) and fails it when a job does not succeed: no
 * image is built whose programs do not work.
 */
@NullMarked
package io.darkroom.docker.train;

import org.jspecify.annotations.NullMarked;
