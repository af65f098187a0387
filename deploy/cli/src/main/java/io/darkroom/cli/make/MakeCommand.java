package io.darkroom.cli.make;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.terminal.Terminal;
import io.darkroom.cli.terminal.Text;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** Asks for one job of one kind, follows it, and saves what comes out. */
abstract class MakeCommand implements Callable<Integer> {
    static final String PICTURES = "sticker";
    static final String VIDEOS = "frames";

    private final Terminal terminal;
    private final String kind;
    private final String usualModel;

    @Mixin
    private AskOptions ask = new AskOptions();

    /**
     * @param usualModel the starter model that serves the kind
     */
    MakeCommand(Terminal terminal, String kind, String usualModel) {
        this.terminal = terminal;
        this.kind = kind;
        this.usualModel = usualModel;
    }

    /** What the row says, and after what files are named. */
    abstract String label();

    /** Puts what was asked for into the input. */
    abstract void fill(ObjectNode input, Media media) throws InterruptedException;

    /** The end of the files' names, to tell a result from what it was made of. */
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
        body.put("kind", kind).put("model", ask.model(usualModel));
        Results.putIfSet(body, "priority", ask.priority());
        fill(body.putObject("input"), media);
        return body;
    }
}
