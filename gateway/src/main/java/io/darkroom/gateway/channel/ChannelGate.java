package io.darkroom.gateway.channel;

import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import jakarta.inject.Singleton;

/**
 * Opens and closes incoming channels. Before a channel is opened for the first time, it has no consumer and is not a
 * member of its group; when it is closed later, it remains a member but reads nothing.
 */
@Singleton
public class ChannelGate {
    private final ChannelRegistry channels;

    ChannelGate(ChannelRegistry channels) {
        this.channels = channels;
    }

    /**
     * Opens or closes a channel; does nothing if it is already in that state.
     *
     * @param channel name from {@link Channels}; must be configured as pausable
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
