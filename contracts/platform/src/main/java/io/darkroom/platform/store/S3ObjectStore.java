package io.darkroom.platform.store;

import io.darkroom.platform.telemetry.metric.Meters;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.OkHttpClient;

/** An S3 bucket through the MinIO SDK. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    /** S3's response if two conditional writes to one key overlap and the other one is about to win. */
    private static final int CONFLICT = 409;

    private static final String PROBE_KEY = "probes/worker";

    private final StoreSettings settings;
    private final OkHttpClient http;
    private final MinioClient client;
    private final MinioClient signer;

    public S3ObjectStore(StoreSettings settings, Meters meters) {
        this.settings = settings;
        this.http = S3Clients.http(settings.connection(), meters);
        this.client = S3Clients.client(settings, settings.endpoint(), http);
        this.signer = S3Clients.client(settings, settings.publicEndpoint(), http);
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
                throw new StoreUnavailableException("another write of " + where(key) + " is in progress; retry", e);
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
            // The response to HEAD has no body, so only the status may be known.
            if ("NoSuchKey".equals(codeOf(e)) || statusOf(e) == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw unavailable("find", key, e);
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
    public Iterable<StoredObject> list(String prefix) {
        return () -> {
            try {
                Iterable<Result<Item>> found = client.listObjects(ListObjectsArgs.builder()
                        .bucket(settings.bucket())
                        .prefix(prefix)
                        .recursive(true)
                        .build());
                return new Listing(prefix, found.iterator());
            } catch (RuntimeException e) {
                throw unavailable("list", prefix, e);
            }
        };
    }

    /** Each page is a remote call that may fail with a checked or unchecked exception. */
    private final class Listing implements Iterator<StoredObject> {
        private final String prefix;
        private final Iterator<Result<Item>> found;

        Listing(String prefix, Iterator<Result<Item>> found) {
            this.prefix = prefix;
            this.found = found;
        }

        @Override
        public boolean hasNext() {
            try {
                return found.hasNext();
            } catch (RuntimeException e) {
                throw unavailable("list", prefix, e);
            }
        }

        @Override
        public StoredObject next() {
            try {
                Item item = found.next().get();
                return new StoredObject(item.objectName(), item.lastModified().toInstant(), item.size());
            } catch (NoSuchElementException e) {
                throw e;
            } catch (MinioException | RuntimeException e) {
                throw unavailable("list", prefix, e);
            }
        }
    }

    @Override
    public String presign(String key, Duration ttl, String fileName) {
        try {
            return signer.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                    .method(Http.Method.GET)
                    .bucket(settings.bucket())
                    .object(key)
                    .expiry((int) ttl.toSeconds())
                    .extraQueryParams(
                            Map.of("response-content-disposition", "attachment; filename=\"" + fileName + "\""))
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw unavailable("presign a URL for", key, e);
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

    /** The store's error code; empty if there was no response. The client wraps causes, sometimes twice. */
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
