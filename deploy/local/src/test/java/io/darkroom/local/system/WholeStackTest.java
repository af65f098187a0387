package io.darkroom.local.system;

import io.darkroom.local.stack.LocalStack;
import io.darkroom.rules.UsesServers;
import java.nio.file.Path;

/** As {@code ./darkroom up} starts it. */
@UsesServers
class WholeStackTest extends WholeStackContract {
    @Override
    void configure(LocalStack.Builder builder, Path folder) {}
}
