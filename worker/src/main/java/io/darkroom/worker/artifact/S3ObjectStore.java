package io.darkroom.worker.artifact;

import io.darkroom.platform.store.S3Calls;
import io.darkroom.platform.telemetry.metric.Meters;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** An S3 bucket through the MinIO SDK. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    /** What S3 answers if two conditional writes to one key overlap: the other one is about to win. */
    private static final int CONFLICT = 409;

    private static final String PROBE_KEY = "probes/worker";

    private final StoreSettings settings;
    private final OkHttpClient http;
    private final MinioClient client;

    public S3ObjectStore(StoreSettings settings) {
        this(settings, Meters.unread());
    }

    public S3ObjectStore(StoreSettings settings, Meters meters) {
        this.settings = settings;
        this.http = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .socketFactory(new S3NoDelaySockets())
                .addInterceptor(new S3Calls(meters))
                .connectTimeout(settings.callTimeout())
                .readTimeout(settings.callTimeout())
                .writeTimeout(settings.callTimeout())
                .callTimeout(settings.callTimeout())
                .build();
        this.client = MinioClient.builder()
                .endpoint(settings.endpoint())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(http)
                .build();
    }

    @Override
    public void put(String key, byte[] bytes, String contentType) {
        try {
            client.putObject(request(key, bytes, contentType).build());
        } catch (MinioException | RuntimeException e) {
            throw unavailable("store", key, e);
        }
    }

    @Override
    public Optional<byte[]> get(String key, long maxBytes) {
        GetObjectArgs args =
                GetObjectArgs.builder().bucket(settings.bucket()).object(key).build();
        try (GetObjectResponse response = client.getObject(args)) {
            byte[] bytes = response.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > maxBytes) {
                throw new ObjectTooLargeException(key, maxBytes);
            }
            return Optional.of(bytes);
        } catch (ObjectTooLargeException e) {
            throw e;
        } catch (MinioException | IOException | RuntimeException e) {
            if ("NoSuchKey".equals(codeOf(e))) {
                return Optional.empty();
            }
            throw unavailable("read", key, e);
        }
    }

    @Override
    public boolean createIfAbsent(String key, byte[] bytes, String contentType) {
        try {
            client.putObject(request(key, bytes, contentType)
                    .extraHeaders(Map.of("If-None-Match", "*"))
                    .build());
            return true;
        } catch (MinioException | RuntimeException e) {
            int status = statusOf(e);
            if (status == PRECONDITION_FAILED) {
                return false;
            }
            if (status == CONFLICT) {
                throw new StoreUnavailableException("another write of " + where(key) + " is under way; ask again", e);
            }
            throw unavailable("create", key, e);
        }
    }

    @Override
    public OptionalLong size(String key) {
        try {
            return OptionalLong.of(client.statObject(StatObjectArgs.builder()
                            .bucket(settings.bucket())
                            .object(key)
                            .build())
                    .size());
        } catch (MinioException | RuntimeException e) {
            // The answer to HEAD has no body, so nothing but the status may be known.
            if ("NoSuchKey".equals(codeOf(e)) || statusOf(e) == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw unavailable("look at", key, e);
        }
    }

    @Override
    public void put(String key, Path file, String contentType) {
        try {
            client.uploadObject(UploadObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .filename(file.toString())
                    .contentType(contentType)
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw unavailable("store", key, e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw unavailable("delete", key, e);
        }
    }

    @Override
    public void probe() {
        put(PROBE_KEY, new byte[] {'?'}, "text/plain");
    }

    private PutObjectArgs.Builder request(String key, byte[] bytes, String contentType) {
        return PutObjectArgs.builder()
                .bucket(settings.bucket())
                .object(key)
                .data(bytes, bytes.length)
                .contentType(contentType);
    }

    private StoreUnavailableException unavailable(String verb, String key, Throwable cause) {
        return new StoreUnavailableException("cannot " + verb + " " + where(key) + ": " + reason(cause), cause);
    }

    private String where(String key) {
        return "'" + key + "' in bucket '" + settings.bucket() + "' of " + settings.endpoint();
    }

    private static String reason(Throwable cause) {
        String code = codeOf(cause);
        if ("NoSuchBucket".equals(code)) {
            return "there is no such bucket; create it, or set darkroom.store.bucket";
        }
        return code.isEmpty() ? String.valueOf(cause.getMessage()) : code + " (" + statusOf(cause) + ")";
    }

    /** The store's error code; empty if there was no answer. The client wraps its causes, sometimes twice. */
    private static String codeOf(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof ErrorResponseException e && e.errorResponse().code() != null) {
                return e.errorResponse().code();
            }
        }
        return "";
    }

    private static int statusOf(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof ErrorResponseException e && e.response() != null) {
                return e.response().code();
            }
        }
        return 0;
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
