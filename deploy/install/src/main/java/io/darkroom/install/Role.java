package io.darkroom.install;

import java.util.Locale;

/** Who logs in to the servers by name and password. */
public enum Role {
    /** Accepts jobs, projects and serves their views, calls back. */
    GATEWAY,
    /** Runs jobs. */
    WORKER,
    /** Creates topics, sets up share groups and manages API keys. */
    INSTALLER;

    /** The user's name unless an installation chooses others, e.g. {@code darkroom-gateway}. */
    public String user() {
        return "darkroom-" + name().toLowerCase(Locale.ROOT);
    }
}
