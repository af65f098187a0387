package io.darkroom.rules.bad.local.backends;

/** Stands for the servers of the real house. */
public final class Backends {
    public static final String KAFKA = "kafka";

    private Backends() {}

    /** What starts them. */
    public static final class Builder {
        public Backends start() {
            return new Backends();
        }
    }
}
