package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;

/** What becomes of a delivery after it was in hand. */
sealed interface Settlement {
    /** What the log of attempts says about it. */
    default String wireName() {
        return switch (this) {
            case Delivered delivered -> "delivered";
            case Again again -> "waiting";
            case GivenUp givenUp -> "given_up";
            case Dropped dropped -> "dropped";
        };
    }

    /** Answered by a 2xx. */
    record Delivered() implements Settlement {}

    /** Goes to a delay topic. */
    record Again(Delivery delivery, String topic) implements Settlement {}

    /** Its tries are spent, or the receiver said that it is gone. It can be replayed. */
    record GivenUp(String reason) implements Settlement {}

    /** Nobody is there to be called: the endpoint was deleted or disabled, or it was delivered before. */
    record Dropped(String reason) implements Settlement {}
}
