/**
 * The guarantee on the whole stack: real gateway, workers, Kafka, S3 and Redis, real models, and a fault. Whatever fails,
 * every accepted job ends in exactly one outcome, and its status can be read.
 */
package io.darkroom.local.system;
