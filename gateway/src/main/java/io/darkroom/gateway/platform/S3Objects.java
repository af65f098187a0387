package io.darkroom.gateway.platform;

import io.darkroom.platform.store.S3Calls;
import io.darkroom.platform.telemetry.metric.Meters;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import okhttp3.OkHttpClient;

/**
 * The bucket: put, create once, get, presigned links. Calls wait; they are meant for virtual threads. A connection that breaks
 * comes out of the client as an unchecked exception, which is a store that is unavailable like any other.
 */
@ApplicationScoped
public class S3Objects {
    private final MinioClient store;
    private final MinioClient signer;
    private final String bucket;

    S3Objects(StoreConfig config, Meters meters) {
        OkHttpClient http = new OkHttpClient.Builder()
                .socketFactory(new NoDelaySockets())
                .addInterceptor(new S3Calls(meters))
                .connectTimeout(Duration.ofSeconds(2))
                .callTimeout(config.timeout())
                .build();
        store = client(config, config.endpoint(), http);
        signer = client(config, config.publicEndpoint().orElse(config.endpoint()), http);
        bucket = config.bucket();
    }

    private static MinioClient client(StoreConfig config, String endpoint, OkHttpClient http) {
        return MinioClient.builder()
                .endpoint(endpoint)
                .region(config.region())
                .credentials(config.accessKey(), config.secretKey())
                .httpClient(http)
                .build();
    }

    public void put(String key, String contentType, byte[] data) {
        try {
            store.putObject(PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .contentType(contentType)
                    .data(data, data.length)
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw failed("write", key, e);
        }
    }

    public void put(String key, String contentType, Path file) {
        try {
            store.uploadObject(UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .contentType(contentType)
                    .filename(file.toString())
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw failed("write", key, e);
        }
    }

    /**
     * Writes unless the key is taken ({@code If-None-Match: *}); says whether this call's bytes are there now.
     *
     * @throws StoreUnavailableException also while another call writes to the key
     */
    public boolean create(String key, String contentType, byte[] data) {
        try {
            store.putObject(PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .contentType(contentType)
                    .headers(Map.of("If-None-Match", "*"))
                    .data(data, data.length)
                    .build());
            return true;
        } catch (ErrorResponseException e) {
            // 409 is no answer: another write is under way, and may yet fail.
            if (e.response().code() == 412) {
                return false;
            }
            throw failed("create", key, e);
        } catch (MinioException | RuntimeException e) {
            throw failed("create", key, e);
        }
    }

    /** The whole object, if it is there. For small objects of our own. */
    public Optional<byte[]> get(String key) {
        try (var object = store.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            return Optional.of(object.readAllBytes());
        } catch (ErrorResponseException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw failed("read", key, e);
        } catch (MinioException | IOException | RuntimeException e) {
            throw failed("read", key, e);
        }
    }

    /**
     * An object's name and age.
     *
     * @param changedAt by the store's clock
     */
    public record Stored(String key, Instant changedAt, long bytes) {}

    /** Objects under a prefix, ordered by key; read page by page while they are asked for. */
    public Iterable<Stored> list(String prefix) {
        Iterable<Result<Item>> found = store.listObjects(ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build());
        return () -> StreamSupport.stream(found.spliterator(), false)
                .map(result -> stored(prefix, result))
                .iterator();
    }

    private Stored stored(String prefix, Result<Item> result) {
        try {
            Item item = result.get();
            return new Stored(item.objectName(), item.lastModified().toInstant(), item.size());
        } catch (MinioException e) {
            throw failed("list", prefix, e);
        }
    }

    /** Removes an object; one that is not there is no failure. */
    public void remove(String key) {
        try {
            store.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
        } catch (MinioException e) {
            throw failed("remove", key, e);
        }
    }

    /** A link that reads this one object, as an attachment, without credentials, until it expires. Makes no call. */
    public String link(String key, Duration ttl, String fileName) {
        try {
            return signer.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                    .method(Http.Method.GET)
                    .bucket(bucket)
                    .object(key)
                    .expiry((int) ttl.toSeconds())
                    .extraQueryParams(
                            Map.of("response-content-disposition", "attachment; filename=\"" + fileName + "\""))
                    .build());
        } catch (MinioException e) {
            throw failed("sign a link to", key, e);
        }
    }

    private static boolean isMissing(ErrorResponseException e) {
        return e.response().code() == 404
                && !"NoSuchBucket".equals(e.errorResponse().code());
    }

    private StoreUnavailableException failed(String what, String key, Exception cause) {
        return new StoreUnavailableException("cannot " + what + " " + bucket + "/" + key, cause);
    }
}
