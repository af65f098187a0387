package io.darkroom.install;

import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * The access control lists that each role needs in Kafka. Kafka derives the rest: a user who may read or write a topic may
 * describe it, and a producer that may write to a topic may do so idempotently. No role may do anything to the cluster itself.
 */
public final class KafkaAcls {
    private static final int CALL_SECONDS = 15;

    private static final String ALL_TOPICS = "darkroom.";
    private static final String JOBS = "darkroom.jobs.";
    private static final String WORKER_GROUPS = "darkroom.workers.";
    private static final String GATEWAY_GROUPS = "darkroom.gateway.";

    private KafkaAcls() {}

    /** The lists of a role for the principal that Kafka knows it by, e.g. {@code User:CN=fleet,O=Example}. */
    public static List<AclBinding> of(Role role, String principal) {
        return grants(role).stream().flatMap(grant -> grant.bindings(principal)).toList();
    }

    /** The lists of a role under its usual name. */
    public static List<AclBinding> of(Role role) {
        return of(role, principal(role.user()));
    }

    /** How Kafka's lists name a user: by SASL's user name or the certificate's subject. What is a principal already stays. */
    public static String principal(String user) {
        String prefix = KafkaPrincipal.USER_TYPE + ":";
        return user.startsWith(prefix) ? user : prefix + user;
    }

    /**
     * The same as lines of a shell script for {@code kafka-acls.sh}; the script's arguments are the connection:
     * {@code --bootstrap-server HOST:PORT --command-config FILE}.
     */
    public static String script(Role role, String principal) {
        return grants(role).stream()
                .map(grant -> grant.command(principal) + "\n")
                .collect(Collectors.joining("", "# " + role.user() + "\n", ""));
    }

    /** The scripts of all roles. */
    public static String script(Map<Role, String> principals) {
        return principals.entrySet().stream()
                .map(entry -> script(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Creates the lists of these roles; those that exist stay as they are.
     *
     * @param operator settings of a user who may alter the cluster
     * @throws IllegalStateException if the broker refuses or does not answer in time
     */
    public static void apply(KafkaClientSettings operator, Map<Role, String> principals) throws InterruptedException {
        List<AclBinding> lists = principals.entrySet().stream()
                .flatMap(entry -> of(entry.getKey(), entry.getValue()).stream())
                .toList();
        try (Admin admin = KafkaInstaller.admin(operator)) {
            admin.createAcls(lists).all().get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refuses the access control lists: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not confirm the access control lists in time", e);
        }
    }

    private static List<KafkaGrant> grants(Role role) {
        return switch (role) {
            case GATEWAY -> gateway();
            case WORKER -> worker();
            case INSTALLER -> installer();
        };
    }

    private static List<KafkaGrant> gateway() {
        AclOperation read = AclOperation.READ;
        AclOperation write = AclOperation.WRITE;
        return List.of(
                KafkaGrant.topics(JOBS, "submit jobs, project their views", read, write),
                KafkaGrant.topic(Topics.HELD, "jobs of tenants with a quota", read, write),
                KafkaGrant.topic(Topics.EVENTS, "project, stream and call back; announce cancellations", read, write),
                KafkaGrant.topic(Topics.MODELS, "what the fleet serves", read),
                KafkaGrant.topic(Topics.API_KEYS, "authenticate", read),
                KafkaGrant.topic(Topics.WEBHOOK_ENDPOINTS, "manage endpoints", read, write),
                KafkaGrant.topic(Topics.QUOTAS, "manage quotas", read, write),
                KafkaGrant.topic(Topics.DEAD_LETTERS, "list and replay", read),
                KafkaGrant.topics(Topics.DELIVERIES, "callbacks and their delays", read, write),
                KafkaGrant.groups(GATEWAY_GROUPS, "positions in the topics above", read));
    }

    private static List<KafkaGrant> worker() {
        AclOperation read = AclOperation.READ;
        AclOperation write = AclOperation.WRITE;
        return List.of(
                KafkaGrant.topics(JOBS, "acquire jobs, requeue them", read, write),
                KafkaGrant.topic(Topics.EVENTS, "report; count earlier attempts", read, write),
                KafkaGrant.topic(Topics.MODELS, "announce models", write),
                KafkaGrant.topic(Topics.DEAD_LETTERS, "jobs that cannot be run", write),
                KafkaGrant.groups(
                        WORKER_GROUPS,
                        "share groups of the lanes and their settings",
                        read,
                        AclOperation.DESCRIBE_CONFIGS));
    }

    private static List<KafkaGrant> installer() {
        return List.of(
                KafkaGrant.topics(
                        ALL_TOPICS,
                        "create and check topics",
                        AclOperation.CREATE,
                        AclOperation.DESCRIBE,
                        AclOperation.DESCRIBE_CONFIGS),
                KafkaGrant.topic(
                        Topics.API_KEYS, "create, list and revoke keys", AclOperation.READ, AclOperation.WRITE),
                KafkaGrant.groups(
                        WORKER_GROUPS,
                        "set up and check share groups",
                        AclOperation.DESCRIBE_CONFIGS,
                        AclOperation.ALTER_CONFIGS));
    }
}
