package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.WebhookTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derives the deliveries of an event. Deterministic: the same event always results in the same deliveries. */
final class CallbackPlan {
    private final Endpoints endpoints;

    CallbackPlan(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    List<Delivery> of(JobEvent event) {
        return switch (event) {
            // A second attempt continues the same job and is not a second start.
            case JobEvent.Started started when started.attempt() > 1 -> List.of();
            case JobEvent.Started started -> {
                JobContext context = started.context();
                yield context == null ? List.of() : plan(event, context, CallbackBody.started(started, context));
            }
            case JobEvent.Finished finished -> plan(event, finished.context(), CallbackBody.completed(finished));
            case JobEvent.Progressed progressed -> List.of();
            case JobEvent.Previewed previewed -> List.of();
            case JobEvent.OutputStored stored -> List.of();
            case JobEvent.Released released -> List.of();
            case JobEvent.CancelRequested requested -> List.of();
        };
    }

    private List<Delivery> plan(JobEvent event, @Nullable JobContext context, CallbackBody callback) {
        List<WebhookEndpoint> receivers = endpoints.of(event.tenant()).stream()
                .filter(endpoint ->
                        endpoint.disabledAt() == null && endpoint.events().contains(callback.type()))
                .toList();
        WebhookTarget target = context == null ? null : context.webhook();
        boolean targeted = target != null && target.events().contains(callback.type());
        if (receivers.isEmpty() && !targeted) {
            return List.of();
        }
        String body = callback.render();
        List<Delivery> deliveries = new ArrayList<>();
        for (WebhookEndpoint endpoint : receivers) {
            deliveries.add(delivery(event, callback.type(), endpoint.id(), null, body));
        }
        if (target != null && targeted) {
            deliveries.add(delivery(event, callback.type(), null, target.url(), body));
        }
        return deliveries;
    }

    /**
     * A job has one end, however often it is announced. But two workers may both start it as the first attempt: these
     * are two different events.
     */
    private static String messageId(JobEvent event, String type, String receiver) {
        return event instanceof JobEvent.Started started
                ? MessageId.of(
                        event.jobId().value(),
                        type,
                        receiver,
                        started.worker(),
                        started.at().toString())
                : MessageId.of(event.jobId().value(), type, receiver);
    }

    private static Delivery delivery(
            JobEvent event, String type, @Nullable String endpoint, @Nullable String url, String body) {
        String receiver = endpoint != null ? endpoint : String.valueOf(url);
        return new Delivery(
                Delivery.SCHEMA,
                messageId(event, type, receiver),
                event.tenant(),
                event.jobId(),
                type,
                endpoint,
                url,
                body,
                0,
                0,
                0,
                event.at(),
                null,
                null);
    }
}
