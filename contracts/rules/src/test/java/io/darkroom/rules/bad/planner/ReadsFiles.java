package io.darkroom.rules.bad.planner;

import io.darkroom.rules.bad.contracts.Wide;
import java.nio.file.Path;

/** The planner must know no module and do no input or output. */
public final class ReadsFiles {
    Wide message;
    Path[] files;
}
