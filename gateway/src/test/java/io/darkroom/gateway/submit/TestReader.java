package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.gateway.fleet.ModelCatalog;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import io.darkroom.gateway.outbound.OutboundResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** Reads submissions as the gateway does, without one. */
final class TestReader {
    private TestReader() {}

    static SubmissionReader of(ModelInfo... models) {
        ModelCatalog catalog = new ModelCatalog();
        for (ModelInfo model : models) {
            catalog.put(model);
        }
        return new SubmissionReader(new SubmissionSchema(), new ModelRules(catalog), new AnyUrl(), new Random(1));
    }

    /** Lets every URL pass. */
    private static final class AnyUrl implements Outbound {
        @Override
        public void check(URI uri) {}

        @Override
        public OutboundResponse fetch(URI uri, int maxBytes, Duration deadline) throws OutboundException {
            throw new AssertionError("nothing is fetched while a body is read");
        }

        @Override
        public OutboundResponse post(URI uri, Map<String, String> headers, byte[] body, Duration deadline) {
            throw new AssertionError("nothing is posted while a body is read");
        }
    }
}
