package io.darkroom.install.command;

import io.darkroom.cli.option.DataOption;
import io.darkroom.cli.option.KafkaOption;
import io.darkroom.cli.terminal.Table;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.time.Clocks;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.install.KafkaKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** API keys of the local stack or of an installation elsewhere, written to its Kafka; gateways follow within a moment. */
@Command(name = "key", mixinStandardHelpOptions = true, description = "Creates, revokes and lists API keys.")
public final class KeyCommand implements Runnable {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Terminal terminal;
    private final Clock clock = Clocks.system();

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private KafkaOption kafka = new KafkaOption();

    public KeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "Lists the keys by their visible part.")
    int list() {
        Table table = new Table("KEY", "TENANT", "SCOPES", "CREATED", "");
        for (ApiKeyRecord key : keys().read().values()) {
            Instant revoked = key.revokedAt();
            table.row(
                    key.prefix() + "…",
                    key.tenant(),
                    String.join(" ", key.scopes()),
                    key.createdAt().truncatedTo(ChronoUnit.SECONDS),
                    revoked == null ? "" : "revoked");
        }
        table.print(terminal);
        return 0;
    }

    @Command(name = "create", description = "Creates a key for a tenant and shows it once.")
    int create(
            @Parameters(paramLabel = "TENANT", description = "Letters, digits and hyphens.") String tenant,
            @Option(names = "--operator", description = "Also allows fleet and dead letters.") boolean operator)
            throws InterruptedException {
        if (!TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException(
                    "'" + tenant + "' cannot be a tenant: use a-z, 0-9 and hyphens, up to 63");
        }
        List<String> scopes = new ArrayList<>(List.of(ApiKeyRecord.SCOPE_JOBS));
        if (operator) {
            scopes.add(ApiKeyRecord.SCOPE_OPERATOR);
        }
        ApiKey key = ApiKey.random(new SecureRandom());
        keys().write(ApiKeyRecord.of(key, tenant, scopes, clock.instant()));
        terminal.line("  " + key.value());
        terminal.line(terminal.dim("  Shown once: only its hash is kept."));
        return 0;
    }

    @Command(name = "revoke", description = "Revokes a key permanently.")
    int revoke(@Parameters(paramLabel = "KEY", description = "Its visible part, or the whole key.") String key)
            throws InterruptedException {
        List<ApiKeyRecord> matching = keys().read().values().stream()
                .filter(known -> key.startsWith(known.prefix())
                        && (key.length() == known.prefix().length()
                                || (ApiKey.isWellFormed(key)
                                        && new ApiKey(key).sha256().equals(known.sha256()))))
                .toList();
        if (matching.size() != 1) {
            throw new IllegalArgumentException(
                    matching.isEmpty()
                            ? "no key starts with '" + key + "'; see ./darkroom key list"
                            : matching.size() + " keys start with '" + key + "'; give the whole key");
        }
        ApiKeyRecord found = matching.getFirst();
        keys().write(new ApiKeyRecord(
                found.sha256(), found.prefix(), found.tenant(), found.scopes(), found.createdAt(), clock.instant()));
        terminal.line("  " + found.prefix() + "… of " + found.tenant() + " is revoked");
        return 0;
    }

    private KafkaKeys keys() {
        return new KafkaKeys(kafka.find().orElseGet(() -> data.running().kafkaClient()));
    }
}
