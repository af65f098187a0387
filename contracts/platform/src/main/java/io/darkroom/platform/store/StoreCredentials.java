package io.darkroom.platform.store;

import org.jspecify.annotations.Nullable;

/** Credentials for the object store. */
public sealed interface StoreCredentials {
    /** See {@link StoreConfig#credentials}. */
    enum Source {
        /** The configured access key and secret key, with a session token if they are temporary. */
        KEYS,
        /**
         * {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN} of the environment.
         */
        ENVIRONMENT,
        /**
         * The identity of the machine or pod, fetched and renewed by the SDK: a web identity ({@code
         * AWS_WEB_IDENTITY_TOKEN_FILE} and {@code AWS_ROLE_ARN}, as Kubernetes service accounts have), a container's
         * role, or an instance's.
         */
        IAM
    }

    /**
     * Fixed keys.
     *
     * @param sessionToken null if the keys are not temporary
     */
    record Keys(
            String accessKey, String secretKey, @Nullable String sessionToken) implements StoreCredentials {
        /** Without secrets. */
        @Override
        public String toString() {
            return "keys of " + accessKey;
        }
    }

    /** See {@link Source#ENVIRONMENT}. */
    record Environment() implements StoreCredentials {}

    /** See {@link Source#IAM}. */
    record Iam() implements StoreCredentials {}

    /**
     * The configured credentials.
     *
     * @throws IllegalArgumentException if {@code keys} is configured and a key is missing
     */
    static StoreCredentials of(StoreConfig config) {
        return switch (config.credentials()) {
            case KEYS ->
                new Keys(
                        config.accessKey().orElseThrow(() -> missing("access-key")),
                        config.secretKey().orElseThrow(() -> missing("secret-key")),
                        config.sessionToken().orElse(null));
            case ENVIRONMENT -> new Environment();
            case IAM -> new Iam();
        };
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("darkroom.store." + name
                + " is not set; set it, or darkroom.store.credentials to environment" + " or iam");
    }
}
