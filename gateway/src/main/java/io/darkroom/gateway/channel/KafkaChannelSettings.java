package io.darkroom.gateway.channel;

import io.darkroom.platform.kafka.KafkaLogConfig;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Client settings common to all channels, equal to those of the plain clients. Broker addresses, TLS and SASL settings
 * come from {@code kafka.*}.
 */
@ApplicationScoped
class KafkaChannelSettings implements ClientCustomizer<Map<String, Object>> {
    /** Attribute of an incoming channel: time without heartbeat after which another gateway takes over. */
    private static final String SESSION_TIMEOUT = "session-timeout";

    private final KafkaLogConfig config;

    KafkaChannelSettings(KafkaLogConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, Object> customize(String channel, Config attributes, Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        attributes
                .getOptionalValue(SESSION_TIMEOUT, Duration.class)
                .ifPresentOrElse(session -> incoming(settings, session), () -> outgoing(settings));
        settings.remove(SESSION_TIMEOUT);
        return settings;
    }

    private static void incoming(Map<String, Object> settings, Duration session) {
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(session));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(session.dividedBy(4)));
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "4000");
    }

    /*
     * A channel sends on a single thread, so waiting for topic metadata there delays all later records. Therefore metadata of unused topics never expire, and that thread waits for them only briefly; the channel itself retries until the deadline.
     */
    private void outgoing(Map<String, Object> settings) {
        Duration deadline = config.deliveryDeadline();
        Duration request = deadline.dividedBy(2).minus(config.linger());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, millis(config.linger()));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(deadline));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(Math.max(100, request.toMillis())));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(deadline.dividedBy(5)));
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.toString(Integer.MAX_VALUE));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
