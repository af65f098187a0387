package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;

/** The result of processing a delivery. */
sealed interface Settlement {
    /** The state in the attempt log. */
    default String wireName() {
        return switch (this) {
            case Delivered delivered -> "delivered";
            case Again again -> "waiting";
            case GivenUp givenUp -> "given_up";
            case Dropped dropped -> "dropped";
        };
    }

    /** Answered with 2xx. */
    record Delivered() implements Settlement {}

    /** To be written to a delay topic and retried. */
    record Again(Delivery delivery, String topic) implements Settlement {}

    /** All tries failed, or the receiver answered 410. It can be replayed. */
    record GivenUp(String reason) implements Settlement {}

    /** There is nothing to send: the endpoint was deleted or disabled, or the delivery was delivered before. */
    record Dropped(String reason) implements Settlement {}
}
