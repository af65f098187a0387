package io.darkroom.worker.intake;

/** The cluster is not set up for workers: jobs would be lost or run twice. */
public final class GroupNotInstalledException extends RuntimeException {
    GroupNotInstalledException(String why, String brokers) {
        super(why + "; set the cluster up: ./darkroom install --kafka " + brokers
                + " (safe to repeat; --kafka-config FILE for TLS and a user)");
    }
}
