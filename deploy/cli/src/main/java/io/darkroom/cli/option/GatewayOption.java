package io.darkroom.cli.option;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.stack.Credentials;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.contracts.tenant.ApiKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which gateway a command calls, with which key. Default: the local stack's, with its first key. */
public final class GatewayOption {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Gateway. Default: $$DARKROOM_URL, else the local stack's.")
    private @Nullable String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "API key. Default: $$DARKROOM_KEY, else the local stack's.")
    private @Nullable String key;

    @Mixin
    private CaOption ca = new CaOption();

    @Mixin
    private DataOption data = new DataOption();

    public GatewayClient open() {
        Optional<String> elsewhere =
                Optional.ofNullable(url).or(() -> Optional.ofNullable(System.getenv("DARKROOM_URL")));
        if (elsewhere.isPresent()) {
            return new GatewayClient(elsewhere.get(), key(), ca.find().orElse(null));
        }
        RunningStack stack = data.running();
        return new GatewayClient(stack.gateway(), key(), ca.find().or(stack::ca).orElse(null));
    }

    private String key() {
        return Optional.ofNullable(key)
                .or(() -> Optional.ofNullable(System.getenv("DARKROOM_KEY")))
                .or(() -> Credentials.read(data.path()).map(ApiKey::value))
                .orElseThrow(() -> new IllegalStateException(
                        "no API key: give one by --key or DARKROOM_KEY, or start the local stack, which creates one"));
    }
}
