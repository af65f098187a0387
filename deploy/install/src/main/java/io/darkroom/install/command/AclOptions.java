package io.darkroom.install.command;

import io.darkroom.install.KafkaAcls;
import io.darkroom.install.Role;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is wanted of access control lists, and for which users. */
final class AclOptions {
    @Option(
            names = "--acls",
            description =
                    "Prints Kafka's access control lists for gateways, workers and this command as a shell script "
                            + "of kafka-acls.sh, and does nothing else.")
    private boolean print;

    @Option(
            names = "--apply-acls",
            description = "Creates those lists first; needs a user of Kafka who may alter the cluster.")
    private boolean apply;

    @Option(
            names = "--gateway-user",
            paramLabel = "USER",
            description = "Gateways' user name, or User:CN=… by certificate. Default: darkroom-gateway.")
    private @Nullable String gateway;

    @Option(names = "--worker-user", paramLabel = "USER", description = "Workers'. Default: darkroom-worker.")
    private @Nullable String worker;

    @Option(
            names = "--installer-user",
            paramLabel = "USER",
            description = "This command's. Default: darkroom-installer.")
    private @Nullable String installer;

    boolean isPrinted() {
        return print;
    }

    boolean isApplied() {
        return apply;
    }

    /** As Kafka's lists name the users. */
    Map<Role, String> principals() {
        Map<Role, String> principals = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            principals.put(role, principal(role));
        }
        return principals;
    }

    private String principal(Role role) {
        String named = switch (role) {
            case GATEWAY -> gateway;
            case WORKER -> worker;
            case INSTALLER -> installer;
        };
        return KafkaAcls.principal(named == null ? role.user() : named);
    }
}
