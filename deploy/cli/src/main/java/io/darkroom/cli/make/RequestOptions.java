package io.darkroom.cli.make;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.option.GatewayOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which gateway and model, and where to save. */
final class RequestOptions {
    @Option(names = "--model", paramLabel = "ID", description = "Default: the starter model of the kind.")
    private @Nullable String model;

    @Option(names = "--priority", paramLabel = "interactive|bulk", description = "Default: interactive.")
    private @Nullable String priority;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "A repeated call with it returns the same job.")
    private @Nullable String idempotencyKey;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where to save. Default: the current folder.")
    private Path out = Path.of(".");

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    GatewayClient open() {
        return gateway.open();
    }

    String model(String otherwise) {
        return model == null ? otherwise : model;
    }

    @Nullable
    String priority() {
        return priority;
    }

    Map<String, String> headers() {
        return idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
    }

    Path out() {
        return out;
    }
}
