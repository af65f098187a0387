package io.darkroom.local.command;

import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.stack.Credentials;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.local.stack.WebhookKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the local stack's address and key, for a shell to evaluate. */
@Command(
        name = "env",
        description = "Prints the local stack's address and key for a shell: eval \"$$(./darkroom env)\".")
public final class EnvCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--gateway",
            description =
                    "What a second gateway needs to run on the stack's servers, for example in Quarkus's dev mode.")
    private boolean gateway;

    @Mixin
    private DataOption data = new DataOption();

    public EnvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RunningStack stack = data.running();
        if (gateway) {
            printGateway(stack);
            return 0;
        }
        ApiKey key = Credentials.read(data.path())
                .orElseThrow(() -> new IllegalStateException("the stack's first key is not in " + data.path()
                        + "; create one: ./darkroom key create TENANT"));
        export("DARKROOM_URL", stack.gateway());
        export("DARKROOM_KEY", key.value());
        stack.ca().ifPresent(ca -> export("DARKROOM_CA", ca.toString()));
        return 0;
    }

    private void printGateway(RunningStack stack) {
        if (stack.ca().isPresent()) {
            throw new IllegalStateException("a gateway beside the stack can join a stack without --secure only");
        }
        export("KAFKA_BOOTSTRAP_SERVERS", stack.kafka());
        export("DARKROOM_REDIS_URI", stack.redis());
        export("DARKROOM_STORE_ENDPOINT", stack.s3().endpoint());
        export("DARKROOM_STORE_ACCESS_KEY", stack.s3().accessKey());
        export("DARKROOM_STORE_SECRET_KEY", stack.s3().secretKey());
        export("DARKROOM_STORE_BUCKET", stack.s3().bucket());
        export("DARKROOM_OUTBOUND_ALLOW_LOOPBACK", "true");
        export("DARKROOM_OUTBOUND_ALLOW_HTTP", "true");
        WebhookKey.find(data.path()).ifPresent(keys -> export("DARKROOM_WEBHOOKS_SECRET_KEYS", keys));
    }

    private void export(String name, String value) {
        terminal.line("export " + name + "=" + value);
    }
}
