/**
 * All that the gateway knows of each kind of job, one {@link io.darkroom.gateway.submit.kind.KindEntry} for each: what it allows
 * beyond its schema, its defaults, and the work that it makes. {@link io.darkroom.gateway.submit.kind.Kinds} finds them; the
 * schemas lie in {@code job-submission.schema.json}, because the OpenAPI document shows that file as it is.
 *
 * <p>{@link io.darkroom.gateway.submit.kind.Findings} reads bodies that may be wrong, {@link
 * io.darkroom.gateway.submit.kind.Fields} reads valid ones.
 */
@NullMarked
package io.darkroom.gateway.submit.kind;

import org.jspecify.annotations.NullMarked;
