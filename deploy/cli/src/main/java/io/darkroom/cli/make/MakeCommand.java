package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import io.darkroom.contracts.job.JobKind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** Submits one job of one kind, follows it, and saves its results. */
abstract class MakeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final JobKind kind;

    @Mixin
    private RequestOptions ask = new RequestOptions();

    MakeCommand(Terminal terminal, JobKind kind) {
        this.terminal = terminal;
        this.kind = kind;
    }

    final JobKind kind() {
        return kind;
    }

    /** The starter model that serves the kind. */
    private String usualModel() {
        return switch (kind.course()) {
            case STILL, DATASET -> "sticker";
            case VIDEO -> "frames";
        };
    }

    /** The label of the row, and the stem of the file names. */
    abstract String label();

    /** Puts the given options into the job's input. */
    abstract void fill(ObjectNode input, Media media) throws InterruptedException;

    /** Suffix of the file names, so that a result does not overwrite its input. */
    String suffix() {
        return "";
    }

    @Override
    public final Integer call() throws InterruptedException {
        try (GatewayClient client = ask.open()) {
            JobWatch.Ask job = JobWatch.Ask.job(label(), body(Media.of(client)), ask.headers());
            JobWatch.Done done =
                    new JobWatch(terminal, client).run(List.of(job)).getFirst();
            return Results.report(terminal, done, new Outputs(client, ask.out()), Text.slug(label()) + suffix());
        }
    }

    /** The request. */
    final ObjectNode body(Media media) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", kind.wireName()).put("model", ask.model(usualModel()));
        Results.putIfSet(body, "priority", ask.priority());
        fill(body.putObject("input"), media);
        return body;
    }
}
