package io.darkroom.bench;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.local.stack.LocalStack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP submission to durable acceptance, against a bare producer that waits for each acknowledgement. The worker is
 * stopped once it has announced its model, so that only the submit path is measured.
 */
final class SubmitBench {
    private static final int CALLS = 400;
    private static final int WARM_UP = 600;
    private static final int REPEATS = 3;
    private static final String SUBMITTED = Topics.jobs(Lane.IMAGE_INTERACTIVE, 0);
    private static final String PEER_TOPIC = Topics.jobs(Lane.IMAGE_BULK, 0);

    private final Report report;

    SubmitBench(Report report) {
        this.report = report;
    }

    void run() throws Exception {
        try (LocalStack stack = LocalStack.builder().workers(1).start()) {
            stack.component("worker-1").stop();
            report.title("Submit: HTTP to durable acceptance");
            report.machine();
            List<List<String>> rows = new ArrayList<>();
            for (int clients : new int[] {1, 8}) {
                rows.addAll(compare(stack, clients));
            }
            report.table(List.of("clients", "what", "p50 ms", "p99 ms", "ratio of p50", "ratio of p99"), rows);
            report.note("Ratio: `POST /v1/jobs` against the bare producer, the median over " + REPEATS
                    + " rounds A B B A of " + CALLS
                    + " calls each, after a warm-up. Checked: each answer is 202 with an id of its own, and the topic"
                    + " grew by exactly as many records.");
        }
    }

    private List<List<String>> compare(LocalStack stack, int clients) throws Exception {
        try (GatewayClient gateway =
                        new GatewayClient(stack.gateway(), stack.key().value());
                KafkaPeer peer = new KafkaPeer(stack.backends().kafka())) {
            Load.Call submit = submission(gateway);
            Load.Call send = bareSend(peer);
            Load.run(clients, WARM_UP, submit);
            Load.run(clients, WARM_UP, send);
            List<Sample> ours = new ArrayList<>();
            List<Sample> bare = new ArrayList<>();
            for (int round = 0; round < REPEATS; round++) {
                ours.add(checked(stack, clients, submit));
                bare.add(Load.run(clients, CALLS, send));
                bare.add(Load.run(clients, CALLS, send));
                ours.add(checked(stack, clients, submit));
            }
            return List.of(
                    row(clients, "POST /v1/jobs", ours, ratio(ours, bare, 0.5), ratio(ours, bare, 0.99)),
                    row(clients, "bare producer", bare, "1", "1"));
        }
    }

    private Sample checked(LocalStack stack, int clients, Load.Call submit) throws Exception {
        long before = KafkaPeer.records(stack.backends().kafka(), SUBMITTED);
        Sample sample = Load.run(clients, CALLS, submit);
        long grown = KafkaPeer.records(stack.backends().kafka(), SUBMITTED) - before;
        if (grown != CALLS) {
            throw new IllegalStateException(CALLS + " submissions were accepted, " + grown + " records were written");
        }
        return sample;
    }

    private static Load.Call submission(GatewayClient gateway) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        return number -> {
            String id = gateway.post("/v1/jobs", Jobs.shortest(number), Map.of())
                    .path("id")
                    .asText();
            if (!seen.add(id)) {
                throw new IllegalStateException("the id " + id + " was given twice");
            }
        };
    }

    private static Load.Call bareSend(KafkaPeer peer) {
        byte[] value = Jobs.shortest(7).toString().getBytes(StandardCharsets.UTF_8);
        return number -> peer.send(PEER_TOPIC, value);
    }

    private static String ratio(List<Sample> ours, List<Sample> bare, double share) {
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).millis(share) / bare.get(i).millis(share);
        }
        return String.format(Locale.ROOT, "%.2f", Sample.median(ratios));
    }

    private static List<String> row(int clients, String what, List<Sample> samples, String p50, String p99) {
        return List.of(Integer.toString(clients), what, median(samples, 0.5), median(samples, 0.99), p50, p99);
    }

    private static String median(List<Sample> samples, double share) {
        return Sample.format(Sample.median(
                samples.stream().mapToDouble(sample -> sample.millis(share)).toArray()));
    }
}
