package io.darkroom.worker.model;

import io.darkroom.platform.store.S3Clients;
import io.darkroom.platform.store.StoreCredentials;
import io.darkroom.platform.store.StoreSettings;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Models in an S3 bucket, under a prefix. */
final class S3Models implements RemoteModels {
    private final String bucket;
    private final String prefix;
    private final OkHttpClient http;
    private final MinioClient client;

    /** @throws IllegalArgumentException if the source is not {@code s3://bucket/prefix}, or its store is not configured */
    S3Models(MirrorConfig config, String source) {
        URI uri = URI.create(source);
        String host = uri.getHost();
        if (!"s3".equals(uri.getScheme()) || host == null) {
            throw new IllegalArgumentException(
                    "darkroom.models.mirror.source is '" + source + "', not s3://bucket/prefix");
        }
        this.bucket = host;
        String path = uri.getPath().replaceAll("^/+|/+$", "");
        this.prefix = path.isEmpty() ? "" : path + "/";
        StoreSettings store = settings(config, bucket);
        this.http = S3Clients.streaming(store.connection());
        this.client = S3Clients.client(store, store.endpoint(), http);
    }

    private static StoreSettings settings(MirrorConfig config, String bucket) {
        String endpoint = required("endpoint", config.endpoint());
        StoreCredentials credentials = switch (config.credentials()) {
            case KEYS ->
                new StoreCredentials.Keys(
                        required("access-key", config.accessKey()),
                        required("secret-key", config.secretKey()),
                        config.sessionToken().orElse(null));
            case ENVIRONMENT -> new StoreCredentials.Environment();
            case IAM -> new StoreCredentials.Iam();
        };
        return new StoreSettings(
                endpoint,
                endpoint,
                bucket,
                config.region(),
                credentials,
                new StoreSettings.Connection(config.addressing(), config.ca().orElse(null), config.silence()));
    }

    private static String required(String name, Optional<String> value) {
        return value.filter(it -> !it.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "darkroom.models.mirror.source is set, but darkroom.models.mirror." + name + " is not"));
    }

    @Override
    public List<RemoteFile> list() throws IOException {
        try {
            List<RemoteFile> files = new ArrayList<>();
            ListObjectsArgs all = ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .build();
            for (Result<Item> result : client.listObjects(all)) {
                Item item = result.get();
                if (!item.isDir()) {
                    files.add(new RemoteFile(item.objectName().substring(prefix.length()), item.size(), item.etag()));
                }
            }
            return files;
        } catch (MinioException | RuntimeException e) {
            throw new IOException("cannot list s3://" + bucket + "/" + prefix + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream read(RemoteFile file, long from) throws IOException {
        try {
            return client.getObject(GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + file.path())
                    .matchETag(file.tag())
                    .offset(from)
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw new IOException("cannot read s3://" + bucket + "/" + prefix + file.path() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
