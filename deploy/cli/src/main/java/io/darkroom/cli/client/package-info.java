/**
 * The gateway as any client sees it: plain HTTP, JSON trees, server-sent events. Nothing here depends on how the gateway is
 * built, so what the command line can do, any program can.
 */
@NullMarked
package io.darkroom.cli.client;

import org.jspecify.annotations.NullMarked;
