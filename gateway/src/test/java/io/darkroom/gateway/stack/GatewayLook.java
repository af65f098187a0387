package io.darkroom.gateway.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.project.KafkaProjector;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What can be seen of a gateway from outside: its groups in Kafka, and its management port. */
public final class GatewayLook {
    public static final String PROJECT = KafkaProjector.GROUP;
    public static final String QUOTA = "darkroom.gateway.quota";
    public static final Set<String> NOTIFY =
            Set.of("darkroom.gateway.notify", "darkroom.gateway.notify.deliveries", "darkroom.gateway.notify.delays");

    private GatewayLook() {}

    /** The groups that have a member. */
    public static Set<String> joined(KafkaClientSettings kafka) throws InterruptedException {
        Set<String> groups = new HashSet<>(NOTIFY);
        groups.add(PROJECT);
        groups.add(QUOTA);
        Set<String> joined = new TreeSet<>();
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            for (var group :
                    admin.describeConsumerGroups(groups).describedGroups().entrySet()) {
                try {
                    if (!group.getValue().get().members().isEmpty()) {
                        joined.add(group.getKey());
                    }
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(GroupIdNotFoundException.class);
                }
            }
        }
        return joined;
    }

    public static int status(URI management, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(management.resolve(path)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
