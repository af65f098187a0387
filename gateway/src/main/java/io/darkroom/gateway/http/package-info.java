/**
 * Basics of all HTTP resources: problem documents, strict JSON, body limits, request ids. Depends on no other package
 * of the gateway. Conservative: bodies are limited and rejected before they are interpreted, and error details stay in
 * the log.
 */
@NullMarked
package io.darkroom.gateway.http;

import org.jspecify.annotations.NullMarked;
