package io.darkroom.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of codes in the reference is the list in the code. Export: set {@code DARKROOM_EXPORT=true}. */
class ProblemCodeTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "errors.md");

    @Test
    void theReferenceListsEveryCode() throws IOException {
        String page = page();
        if ("true".equals(System.getenv("DARKROOM_EXPORT"))) {
            Files.writeString(REFERENCE, page);
        }
        assertThat(Files.readString(REFERENCE))
                .as("run the test with the environment variable DARKROOM_EXPORT=true and commit the file")
                .isEqualTo(page);
    }

    private static String page() {
        String problems = Arrays.stream(ProblemCode.values())
                .map(code -> "| `" + code.wireName() + "` | " + code.status() + " | " + code.title() + " |\n")
                .collect(Collectors.joining());
        String failures = Arrays.stream(FailureCode.values())
                .map(code -> "| `" + code.wireName() + "` | " + (code.retryable() ? "yes" : "no") + " |\n")
                .collect(Collectors.joining());
        return """
                # Errors

                Codes are stable: a client may branch on them. Titles and messages may change.

                ## Rejected requests: problem documents

                A rejected request is answered with `application/problem+json` (RFC 9457), which contains `code`, `status`, `title`, `detail`
                and `request_id`; `validation_failed` adds `violations`, all of them at once, each with a JSON `pointer`, a `code` and a
                `message`. 503 comes with `Retry-After`.

                | code | status | title |
                |---|---|---|
                """ + problems + """

                ## Failed jobs: `error`

                An accepted job that failed has the cause in `error.code`. Retryable: the same request, sent as a new job, may succeed.

                | code | retryable |
                |---|---|
                """ + failures;
    }
}
