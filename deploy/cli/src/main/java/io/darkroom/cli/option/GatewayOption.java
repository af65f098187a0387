package io.darkroom.cli.option;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.stack.Credentials;
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
    private DataOption data = new DataOption();

    public GatewayClient open() {
        return new GatewayClient(url(), key());
    }

    private String url() {
        return Optional.ofNullable(url)
                .or(() -> Optional.ofNullable(System.getenv("DARKROOM_URL")))
                .orElseGet(() -> data.running().gateway());
    }

    private String key() {
        return Optional.ofNullable(key)
                .or(() -> Optional.ofNullable(System.getenv("DARKROOM_KEY")))
                .or(() -> Credentials.read(data.path()).map(ApiKey::value))
                .orElseThrow(() -> new IllegalStateException(
                        "no API key: give one by --key or DARKROOM_KEY, or start the local stack, which creates one"));
    }
}
