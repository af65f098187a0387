package io.darkroom.gateway.house.bad.one;

import io.darkroom.gateway.house.bad.two.Accomplice;
import io.darkroom.worker.fixture.Stranger;
import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.MeterRegistry;
import io.minio.MinioClient;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Instant;
import okhttp3.OkHttpClient;
import org.apache.kafka.common.TopicPartition;

/** Breaks most rules of the house, so that they are seen red. */
public final class Sinner {
    Accomplice circle;
    Stranger stranger;
    TopicPartition kafka;
    RedisURI lettuce;
    MinioClient minio;
    OkHttpClient okHttp;
    OpenTelemetry telemetry;
    MeterRegistry uncatalogued;

    Instant bareClock() {
        return Instant.now();
    }

    void sleep() throws InterruptedException {
        Thread.sleep(1L);
    }
}
