package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes threads that watch a job when its view changes. An announcement only means that there is something to read, so
 * a lost one causes a short delay (watchers also poll) but never a lost event. Each gateway subscribes only to what it
 * watches.
 */
@ApplicationScoped
public class RedisAnnouncements {
    private final RedisConnections redis;
    private final Map<String, Set<Watch>> watches = new HashMap<>();
    private @Nullable StatefulRedisPubSubConnection<String, String> connection;

    RedisAnnouncements(RedisConnections redis) {
        this.redis = redis;
    }

    /** Watches a job until closed. Read the view after this call, so that no change is missed. */
    public Watch watch(JobId id) {
        return watch(ViewKeys.channel(id));
    }

    /** Watches the tenant's feed until closed. */
    public Watch watchFeed(String tenant) {
        return watch(ViewKeys.feedChannel(tenant));
    }

    private Watch watch(String channel) {
        Watch watch = new Watch(channel);
        boolean first;
        StatefulRedisPubSubConnection<String, String> open;
        synchronized (watches) {
            open = connection();
            Set<Watch> others = watches.computeIfAbsent(watch.channel, unused -> new HashSet<>());
            first = others.isEmpty();
            others.add(watch);
        }
        if (first) {
            try {
                redis.await(open.async().subscribe(watch.channel));
            } catch (RuntimeException e) {
                watch.close();
                throw e;
            }
        }
        return watch;
    }

    private StatefulRedisPubSubConnection<String, String> connection() {
        StatefulRedisPubSubConnection<String, String> open = connection;
        if (open == null) {
            open = redis.subscriptions();
            open.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    wake(channel);
                }
            });
            connection = open;
        }
        return open;
    }

    private void wake(String channel) {
        synchronized (watches) {
            watches.getOrDefault(channel, Set.of()).forEach(Watch::wake);
        }
    }

    private void close(Watch watch) {
        synchronized (watches) {
            Set<Watch> others = watches.get(watch.channel);
            if (others != null && others.remove(watch) && others.isEmpty()) {
                watches.remove(watch.channel);
                if (connection != null) {
                    var unused = connection.async().unsubscribe(watch.channel);
                }
            }
        }
    }

    @PreDestroy
    void close() {
        synchronized (watches) {
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** A watch; holds at most one pending wake-up, however many announcements arrive. */
    public final class Watch implements AutoCloseable {
        private final String channel;
        private final Semaphore signal = new Semaphore(0);

        private Watch(String channel) {
            this.channel = channel;
        }

        private void wake() {
            signal.drainPermits();
            signal.release();
        }

        /** Waits for a change, at most this long; false if there was none. */
        public boolean await(Duration atMost) {
            try {
                return signal.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            RedisAnnouncements.this.close(this);
        }
    }
}
