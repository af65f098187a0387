package io.darkroom.worker.ledger;

/** The attempts of a job cannot be counted now. */
public final class LedgerUnavailableException extends RuntimeException {
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
