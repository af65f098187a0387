package io.darkroom.install;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Operations that one user may do with the topics or groups of a name, from any host.
 *
 * @param name all of it, or its beginning if the pattern is prefixed
 * @param why for the reader of a listing
 */
record KafkaGrant(ResourceType type, PatternType pattern, String name, String why, List<AclOperation> operations) {
    private static final String ANY_HOST = "*";

    static KafkaGrant topic(String name, String why, AclOperation... operations) {
        return new KafkaGrant(ResourceType.TOPIC, PatternType.LITERAL, name, why, List.of(operations));
    }

    static KafkaGrant topics(String prefix, String why, AclOperation... operations) {
        return new KafkaGrant(ResourceType.TOPIC, PatternType.PREFIXED, prefix, why, List.of(operations));
    }

    static KafkaGrant groups(String prefix, String why, AclOperation... operations) {
        return new KafkaGrant(ResourceType.GROUP, PatternType.PREFIXED, prefix, why, List.of(operations));
    }

    Stream<AclBinding> bindings(String principal) {
        ResourcePattern resource = new ResourcePattern(type, name, pattern);
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
    }

    /** A line of a shell script; {@code "$@"} is the connection. */
    String command(String principal) {
        StringBuilder line = new StringBuilder("kafka-acls.sh \"$@\" --add --allow-principal " + quoted(principal));
        operations.forEach(operation -> line.append(" --operation ").append(nameOf(operation)));
        line.append(type == ResourceType.TOPIC ? " --topic " : " --group ").append(name);
        if (pattern == PatternType.PREFIXED) {
            line.append(" --resource-pattern-type prefixed");
        }
        return line.append("  # ").append(why).toString();
    }

    private static String quoted(String principal) {
        return "'" + principal.replace("'", "'\\''") + "'";
    }

    /** {@code DESCRIBE_CONFIGS} is {@code DescribeConfigs} on the command line. */
    private static String nameOf(AclOperation operation) {
        return Stream.of(operation.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
