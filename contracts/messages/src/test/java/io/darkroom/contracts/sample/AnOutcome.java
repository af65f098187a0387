package io.darkroom.contracts.sample;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.contracts.wire.ObjectKeys;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Outcomes of a job, after its first attempt. */
public final class AnOutcome {
    private static final Usage USAGE = new Usage(10, 200, 150, 20);

    private AnOutcome() {}

    /** One image for each item. */
    public static Outcome succeeded(JobRequest job) {
        List<OutputArtifact> outputs = IntStream.range(0, job.input().items())
                .mapToObj(item -> new OutputArtifact(
                        item,
                        "image",
                        ObjectKeys.artifact(job.tenant(), job.id(), 1, "r1", item + ".png"),
                        "image/png",
                        1234,
                        AJob.SHA256,
                        64,
                        64,
                        null,
                        null,
                        job.input().seedOf(item),
                        null))
                .toList();
        Receipt receipt = new Receipt(
                job.model(),
                "1",
                Map.of("unet.onnx", AJob.SHA256),
                "ddim",
                Map.of(),
                job.input().steps(),
                5,
                job.input().seed(),
                "fp32",
                "cpu",
                "exact",
                "onnxruntime 1.29.0");
        return outcome(job, JobState.SUCCEEDED, outputs, receipt, null, null);
    }

    /** Its first item is there, with what was measured of it; its second one was refused. */
    public static Outcome partly(JobRequest job) {
        Outcome whole = succeeded(job);
        OutputArtifact first = whole.outputs().getFirst();
        OutputArtifact measured = new OutputArtifact(
                first.item(),
                "heat_map",
                first.key(),
                first.contentType(),
                first.bytes(),
                first.sha256(),
                first.width(),
                first.height(),
                first.frames(),
                first.frame(),
                first.seed(),
                Map.of("score", 0.25));
        ItemFailure refused =
                new ItemFailure(1, Failure.of(FailureCode.CONTENT_REFUSED, "the picture was refused; ask for another"));
        return new Outcome(
                whole.schema(),
                whole.jobId(),
                whole.tenant(),
                whole.kind(),
                whole.model(),
                whole.state(),
                whole.attempt(),
                whole.by(),
                List.of(measured),
                withSettings(whole.receipt()),
                null,
                List.of(refused),
                null,
                whole.usage(),
                whole.startedAt(),
                whole.finishedAt());
    }

    private static Receipt withSettings(Receipt receipt) {
        return new Receipt(
                receipt.model(),
                receipt.modelVersion(),
                receipt.modelFiles(),
                receipt.scheduler(),
                Map.of("strength", "0.6"),
                receipt.steps(),
                receipt.guidanceScale(),
                receipt.seed(),
                receipt.precision(),
                receipt.provider(),
                receipt.invariance(),
                receipt.engine());
    }

    public static Outcome failed(JobRequest job, FailureCode code) {
        Failure failure = Failure.of(code, "the model ran out of memory; ask for smaller pictures");
        return outcome(job, JobState.FAILED, List.of(), null, failure, null);
    }

    public static Outcome canceled(JobRequest job, int atStep) {
        return outcome(job, JobState.CANCELED, List.of(), null, null, atStep);
    }

    private static Outcome outcome(
            JobRequest job,
            JobState state,
            List<OutputArtifact> outputs,
            Receipt receipt,
            Failure failure,
            Integer step) {
        return new Outcome(
                Outcome.SCHEMA,
                job.id(),
                job.tenant(),
                job.kind(),
                job.model(),
                state,
                1,
                "worker-1",
                outputs,
                receipt,
                failure,
                List.of(),
                step,
                USAGE,
                job.createdAt().plusMillis(10),
                job.createdAt().plusMillis(210));
    }
}
