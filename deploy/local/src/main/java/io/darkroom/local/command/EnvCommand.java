package io.darkroom.local.command;

import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.stack.Credentials;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.tenant.ApiKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the local stack's address and key, for a shell to evaluate. */
@Command(
        name = "env",
        description = "Prints the local stack's address and key for a shell: eval \"$$(./darkroom env)\".")
public final class EnvCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private DataOption data = new DataOption();

    public EnvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RunningStack stack = data.running();
        ApiKey key = Credentials.read(data.path())
                .orElseThrow(() -> new IllegalStateException("the stack's first key is not in " + data.path()
                        + "; create one: ./darkroom key create TENANT"));
        terminal.line("export DARKROOM_URL=" + stack.gateway());
        terminal.line("export DARKROOM_KEY=" + key.value());
        stack.ca().ifPresent(ca -> terminal.line("export DARKROOM_CA=" + ca));
        return 0;
    }
}
