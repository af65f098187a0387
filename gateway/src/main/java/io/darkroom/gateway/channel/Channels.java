package io.darkroom.gateway.channel;

/** The names of the channels, as {@code application.properties} configures them. */
public final class Channels {
    /** Events in, deliveries out. */
    public static final String CALLBACKS = "callbacks";

    /** Events in, marks of ended jobs out. */
    public static final String QUOTA_ENDS = "quota-ends";

    static final String EVENTS = "events";
    static final String DELIVERIES = "deliveries";
    static final String MARKS = "marks";

    private Channels() {}
}
