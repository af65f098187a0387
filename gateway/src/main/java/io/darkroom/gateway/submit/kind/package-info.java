/**
 * The submission rules of each job kind, one {@link io.darkroom.gateway.submit.kind.KindEntry} per kind: rules beyond
 * its schema, its defaults, and its predicted work. {@link io.darkroom.gateway.submit.kind.Kinds} finds them; the
 * schemas are in {@code job-submission.schema.json}, because the OpenAPI document includes that file.
 *
 * <p>{@link io.darkroom.gateway.submit.kind.Findings} checks bodies that may be invalid, {@link
 * io.darkroom.gateway.submit.kind.Fields} reads valid ones.
 */
@NullMarked
package io.darkroom.gateway.submit.kind;

import org.jspecify.annotations.NullMarked;
