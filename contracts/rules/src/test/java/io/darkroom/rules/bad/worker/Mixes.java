package io.darkroom.rules.bad.worker;

import ai.onnxruntime.OnnxTensor;
import io.lettuce.core.RedisURI;
import io.minio.MinioClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import okhttp3.OkHttpClient;
import org.apache.kafka.common.TopicPartition;
import org.bytedeco.javacpp.Pointer;

/** Uses every client library under a name that promises none. */
final class Mixes {
    TopicPartition[] kafka;
    RedisURI redis;
    MinioClient store;
    OkHttpClient http;
    OnnxTensor tensor;
    OpenTelemetrySdk sdk;
    Pointer pointer;
    OpenTelemetry allowed;
    Context allowedToo;

    /** A nested class cannot lend its name. */
    static final class KafkaNested {
        TopicPartition kafka;
    }
}
