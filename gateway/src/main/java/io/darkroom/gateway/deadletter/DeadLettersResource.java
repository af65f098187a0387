package io.darkroom.gateway.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.JobView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists and replays dead letters; requires the scope {@code operator}. */
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "operators")
public class DeadLettersResource {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /** Maximum number of dead letters replayed per call. */
    private static final int MAX_REPLAYS = 1_000;

    private final CurrentCaller caller;
    private final Exchange exchange;
    private final KafkaDeadLetters deadLetters;
    private final DeadLetterReplay replayer;

    DeadLettersResource(
            CurrentCaller caller, Exchange exchange, KafkaDeadLetters deadLetters, DeadLetterReplay replayer) {
        this.caller = caller;
        this.exchange = exchange;
        this.deadLetters = deadLetters;
        this.replayer = replayer;
    }

    @GET
    @Operation(operationId = "listDeadLetters", summary = "List dead letters, newest first")
    public Page list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("code") @Nullable String code,
            @QueryParam("model") @Nullable String model,
            @QueryParam("worker") @Nullable String worker,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.require(ApiKeyRecord.SCOPE_OPERATOR);
        Map<String, @Nullable String> query = new HashMap<>();
        query.put("tenant", tenant);
        query.put("code", code);
        query.put("model", model);
        query.put("worker", worker);
        query.put("from", from);
        query.put("to", to);
        DeadLetterFilter filter = DeadLetterFilter.parse(query::get, field -> "?" + field);
        Long before = cursor == null
                ? null
                : DeadLetterRecord.offset("dl_" + cursor)
                        .orElseThrow(() -> invalid("?cursor", "must be the next_cursor of the previous page"));
        KafkaDeadLetters.Page page = deadLetters.page(filter::matches, before, limit(limit));
        Long next = page.next();
        return new Page(
                page.letters().stream()
                        .map(letter ->
                                View.of(letter, replayer.findReplay(letter).map(Successor::of), false))
                        .toList(),
                next == null ? null : next.toString());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getDeadLetter", summary = "Get a dead letter with the job's request")
    public View get(@PathParam("id") String id) {
        caller.require(ApiKeyRecord.SCOPE_OPERATOR);
        DeadLetterRecord letter = find(id);
        return View.of(letter, replayer.findReplay(letter).map(Successor::of), true);
    }

    @POST
    @Path("{id}/replay")
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Replay a dead letter",
            description = "The original job has failed permanently; a new job with the same input is created."
                    + " Replaying it again returns the same new job.")
    public Response replay(@PathParam("id") String id) {
        caller.require(ApiKeyRecord.SCOPE_OPERATOR);
        return Response.accepted(replayer.replay(find(id), exchange.requestId()))
                .build();
    }

    @POST
    @Path("replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replay several dead letters",
            description = "Body: tenant, code, model, worker, from, to, each optional; or {\"all\": true}. Replays at"
                    + " most 1000 per call, newest first: repeat the call while more is true. Dead"
                    + " letters that were already replayed do not count.")
    public Response replayMany(InputStream body) {
        caller.require(ApiKeyRecord.SCOPE_OPERATOR);
        JsonNode wanted = StrictJson.parse(body, StrictJson.MAX_BYTES);
        List<Violation> violations = new ArrayList<>();
        wanted.fieldNames().forEachRemaining(name -> {
            if (!DeadLetterFilter.FIELDS.contains(name) && !name.equals("all")) {
                violations.add(
                        new Violation("/" + name, "unknown_field", "known fields are all, " + DeadLetterFilter.FIELDS));
            }
        });
        DeadLetterFilter filter =
                DeadLetterFilter.parse(name -> wanted.path(name).textValue(), field -> "/" + field);
        if (filter.isEmpty() && !wanted.path("all").asBoolean(false)) {
            violations.add(new Violation(
                    "", "required", "give at least one criterion, or {\"all\": true} for all" + " dead letters"));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return Response.accepted(replay(filter)).build();
    }

    private Replays replay(DeadLetterFilter filter) {
        int unreadable = 0;
        int already = 0;
        List<DeadLetterReplay.Replayed> replayed = new ArrayList<>();
        Long before = null;
        do {
            KafkaDeadLetters.Page page = deadLetters.page(filter::matches, before, MAX_LIMIT);
            for (DeadLetterRecord letter : page.letters()) {
                if (replayed.size() == MAX_REPLAYS) {
                    return new Replays(replayed, already, unreadable, true);
                }
                if (letter.request().isEmpty()) {
                    unreadable++;
                    continue;
                }
                DeadLetterReplay.Replayed one = replayer.replay(letter, exchange.requestId());
                if (one.already()) {
                    already++;
                } else {
                    replayed.add(one);
                }
            }
            before = page.next();
        } while (before != null);
        return new Replays(replayed, already, unreadable, false);
    }

    private DeadLetterRecord find(String id) {
        return DeadLetterRecord.offset(id)
                .flatMap(deadLetters::find)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "There is no dead letter with this id; old ones are deleted" + " after the retention time."));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw invalid("?limit", "must be a number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    private static ProblemException invalid(String pointer, String message) {
        return ProblemException.invalid(List.of(new Violation(pointer, "invalid", message)));
    }

    /**
     * @param nextCursor absent on the last page
     */
    @Schema(name = "DeadLetters")
    public record Page(List<View> deadLetters, @Nullable String nextCursor) {}

    /**
     * @param replayed the jobs that were created or republished
     * @param already number of matching dead letters that were replayed before
     * @param unreadable number of matching dead letters that cannot be replayed because their record cannot be decoded
     * @param more whether more dead letters match than one call replays
     */
    @Schema(name = "DeadLetterReplays")
    public record Replays(List<DeadLetterReplay.Replayed> replayed, int already, int unreadable, boolean more) {}

    /** The job that a replay created. */
    @Schema(name = "DeadLetterSuccessor")
    public record Successor(String jobId, JobState state) {
        static Successor of(JobView view) {
            return new Successor(view.id().value(), view.state());
        }
    }

    /**
     * A dead letter.
     *
     * @param jobId absent, like tenant, kind and model, if its record could not be read
     * @param code failure code
     * @param attempts attempts that counted against the job's limit
     * @param worker worker that wrote the dead letter
     * @param memory memory use of that worker at that time; absent in dead letters of older versions
     * @param topic topic of the original record, which had {@code partition} and {@code offset}
     * @param replayedAs the job that a replay created; absent if it was not replayed
     * @param request the submitted job; absent in lists
     */
    @Schema(name = "DeadLetter")
    public record View(
            String id,
            @Nullable JobId jobId,
            @Nullable String tenant,
            @Nullable JobKind kind,
            @Nullable String model,
            FailureCode code,
            String message,
            int attempts,
            String worker,
            DeadLetter.@Nullable Memory memory,
            Instant at,
            String topic,
            int partition,
            long offset,
            @Nullable Successor replayedAs,
            @Nullable JobRequest request) {
        static View of(DeadLetterRecord letter, Optional<Successor> again, boolean whole) {
            DeadLetter it = letter.content();
            Optional<JobRequest> request = letter.request();
            return new View(
                    letter.id(),
                    it.jobId(),
                    it.tenant(),
                    request.map(JobRequest::kind).orElse(null),
                    request.map(JobRequest::model).orElse(null),
                    it.code(),
                    it.message(),
                    it.attempts(),
                    it.worker(),
                    it.memory(),
                    it.at(),
                    it.topic(),
                    it.partition(),
                    it.offset(),
                    again.orElse(null),
                    whole ? request.orElse(null) : null);
        }
    }
}
