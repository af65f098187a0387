package io.darkroom.chaos.proxy;

/**
 * How the proxy behaves.
 *
 * @param chance that a request is hit, from 0 to 1
 * @param millis of delay, where there is one
 */
public record Mode(What what, double chance, int millis) {
    public static final Mode PASS = new Mode(What.PASS, 0, 0);

    /** Kinds of misbehaviour. */
    public enum What {
        PASS,
        /** Connections are reset, new ones too. */
        CUT,
        /** Each piece of an answer is delayed. */
        SLOW,
        /** Nothing passes; open requests are reset in the end. */
        HANG,
        /** Requests are answered 503 and do not reach the server. */
        UNAVAILABLE,
        /** Requests are reset and do not reach the server. */
        RESET,
        /** Requests reach the server, and the connection is reset once it answers. */
        LOST_REPLY,
        /** Requests, or their answers, end in the middle. */
        CUT_BODY
    }
}
