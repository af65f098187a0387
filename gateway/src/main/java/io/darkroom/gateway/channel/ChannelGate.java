package io.darkroom.gateway.channel;

import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import jakarta.inject.Singleton;

/**
 * Lets an incoming channel read, or not. Before it is opened for the first time, a channel has no consumer and is no member of
 * its group; closed later, it stays a member and reads nothing.
 */
@Singleton
public class ChannelGate {
    private final ChannelRegistry channels;

    ChannelGate(ChannelRegistry channels) {
        this.channels = channels;
    }

    /**
     * Opens or closes; does nothing where it is so already.
     *
     * @param channel of {@link Channels}, configured as pausable
     */
    public void set(String channel, boolean open) {
        PausableChannel pausable = channels.getPausable(channel);
        if (pausable == null) {
            throw new IllegalStateException("mp.messaging.incoming." + channel + ".pausable is not true");
        }
        if (open && pausable.isPaused()) {
            pausable.resume();
        } else if (!open && !pausable.isPaused()) {
            pausable.pause();
        }
    }
}
