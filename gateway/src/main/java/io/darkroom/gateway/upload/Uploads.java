package io.darkroom.gateway.upload;

import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.platform.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Stores uploads and finds them by (tenant, id). */
@ApplicationScoped
public class Uploads {
    private static final long MAX_METADATA_BYTES = 64 * 1024;
    private static final Pattern ID = Pattern.compile("up_[0-9a-f]{32}");

    private final ObjectStore store;
    private final Clock clock;
    private final RandomGenerator random;

    Uploads(ObjectStore store, Clock clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** Stores the bytes first, then the metadata: an upload that can be found is complete. */
    UploadDocument save(String tenant, Body body, MediaType type) {
        String id = randomId();
        put(ObjectKeys.upload(tenant, id), body, type);
        UploadDocument upload = new UploadDocument(
                id,
                type.contentType(),
                body.size(),
                body.sha256(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        store.put(metadataKey(tenant, id), Json.encode(upload), "application/json");
        return upload;
    }

    /** Stores an input of one job, to which no other job can refer. */
    public MediaRef storeInput(String tenant, Body body, MediaType type) {
        String key = ObjectKeys.upload(tenant, randomId());
        put(key, body, type);
        return new MediaRef(key, type.contentType(), body.size(), body.sha256());
    }

    private void put(String key, Body body, MediaType type) {
        Path file = body.file();
        if (file == null) {
            store.put(key, body.memory(), type.contentType());
        } else {
            store.put(key, file, type.contentType());
        }
    }

    Optional<UploadDocument> find(String tenant, String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return store.get(metadataKey(tenant, id), MAX_METADATA_BYTES)
                .map(bytes -> Json.decode(bytes, UploadDocument.class));
    }

    /** The upload as a job's input; empty if the tenant has no such upload. */
    public Optional<MediaRef> media(String tenant, String id) {
        return find(tenant, id)
                .map(upload -> new MediaRef(
                        ObjectKeys.upload(tenant, id), upload.contentType(), upload.bytes(), upload.sha256()));
    }

    private static String metadataKey(String tenant, String id) {
        return ObjectKeys.upload(tenant, id) + ".json";
    }

    private String randomId() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return "up_" + HexFormat.of().formatHex(bits);
    }
}
