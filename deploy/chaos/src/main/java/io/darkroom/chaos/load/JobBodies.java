package io.darkroom.chaos.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.chaos.history.Intent;
import java.util.SplittableRandom;

/** Bodies that clients send. */
final class JobBodies {
    private JobBodies() {}

    /** A small image in a few steps; one in four runs long enough to be interrupted. */
    static ObjectNode image(Intent intent, String model, SplittableRandom random) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "image.generate").put("model", model);
        boolean longer = intent.want() != Intent.Want.IMAGE || random.nextInt(4) == 0;
        int steps =
                intent.want() == Intent.Want.POISON ? 100 : longer ? 30 + random.nextInt(70) : 1 + random.nextInt(3);
        body.putObject("input")
                .put("prompt", "a red apple")
                .put("steps", intent.want() == Intent.Want.INVALID ? -1 : steps)
                .put("guidance_scale", 1)
                .put("n", intent.want() == Intent.Want.POISON ? 4 : 1)
                .put("seed", random.nextInt(1_000_000));
        body.putObject("metadata").put("intent", intent.id());
        if (random.nextInt(5) == 0) {
            body.put("priority", "bulk");
        }
        if (intent.expires()) {
            body.put("expires_in", "2s");
        }
        String webhook = intent.webhook();
        if (webhook != null) {
            ObjectNode target = body.putObject("webhook").put("url", webhook);
            if (random.nextInt(3) == 0) {
                target.putArray("events").add("job.started").add("job.completed");
            }
        }
        return body;
    }

    /** The same request with another prompt. */
    static ObjectNode other(ObjectNode body) {
        ObjectNode other = body.deepCopy();
        other.withObject("/input").put("prompt", "a green pear");
        return other;
    }
}
