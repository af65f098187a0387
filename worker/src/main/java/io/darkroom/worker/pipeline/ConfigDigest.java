package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a checkpoint was made with: a job can only go on where models, engine and settings are the same bit for bit. */
public final class ConfigDigest {
    private ConfigDigest() {}

    /** The digest of all that the receipts say, in their order. */
    public static String of(Receipt... receipts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Receipt receipt : receipts) {
                digest.update(Json.encode(receipt));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
