/**
 * What every HTTP resource stands on: problem documents, strict JSON, body limits, request ids. Knows no capability.
 */
@NullMarked
package io.darkroom.gateway.http;

import org.jspecify.annotations.NullMarked;
