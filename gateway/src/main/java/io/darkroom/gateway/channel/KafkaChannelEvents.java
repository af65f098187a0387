package io.darkroom.gateway.channel;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.kafka.KafkaEventLog;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.telemetry.trace.Tracing;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Sends the gateway's events through their channel instead of the producer that workers use. */
@Alternative
@Priority(1)
@Singleton
public class KafkaChannelEvents implements EventLog {
    private final KafkaSender<JobEvent> events;
    private final EventLog others;
    private final Tracing traces;

    KafkaChannelEvents(KafkaSender<JobEvent> events, KafkaLog log, Tracing traces) {
        this.events = events;
        this.others = new KafkaEventLog(log, traces);
        this.traces = traces;
    }

    @Override
    public void append(JobEvent event) {
        events.sendAndAwait(event, traces.headers());
    }

    @Override
    public CompletionStage<?> appendSoon(JobEvent event) {
        return events.send(event, traces.headers()).subscribeAsCompletionStage();
    }

    @Override
    public void append(DeadLetter letter) {
        others.append(letter);
    }
}
