/**
 * The view of a job: how events fold into it, where Redis keeps it, how it is read, and the document that clients see. Redis is
 * a view that may vanish: the log and the outcome in the object store are the truth, and reads fall back to the outcome.
 */
@NullMarked
package io.darkroom.gateway.view;

import org.jspecify.annotations.NullMarked;
