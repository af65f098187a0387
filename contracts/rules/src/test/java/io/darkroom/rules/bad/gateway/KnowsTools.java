package io.darkroom.rules.bad.gateway;

import io.darkroom.rules.bad.local.Tool;
import io.darkroom.rules.bad.worker.Sleeps;

/** The gateway must know neither tools nor the worker. */
public final class KnowsTools {
    Tool tool;
    Sleeps worker;
}
