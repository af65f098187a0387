package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identifies what a checkpoint depends on: an attempt can resume only with the same models, engine and settings, bit for bit. */
public final class ConfigDigest {
    private ConfigDigest() {}

    /** The digest of the receipts, in order. */
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
