package io.darkroom.gateway.stack;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import java.util.Arrays;
import java.util.List;

/** One model for every kind of still image, one for every kind of video. */
final class TestModels {
    private TestModels() {}

    static ModelInfo stickers() {
        return new ModelInfo(
                "stickers",
                "1",
                "Stickers",
                "Draws stickers",
                "Apache-2.0",
                "0".repeat(64),
                kinds("image.", "dataset."),
                List.of(new ModelInfo.Size(64, 64), new ModelInfo.Size(128, 64)),
                List.of("flat", "neon"),
                List.of("ddim", "pndm"),
                new ModelInfo.Defaults(20, 5.0),
                new ModelInfo.Limits(50, 4, 200, 0),
                null,
                new ModelInfo.Abilities(List.of(4), new ModelInfo.SizeRange(32, 64, 256), true, 5000),
                0.01);
    }

    static ModelInfo futures() {
        return new ModelInfo(
                "futures",
                "1",
                "Futures",
                "Predicts frames",
                "Apache-2.0",
                "1".repeat(64),
                kinds("video."),
                List.of(new ModelInfo.Size(64, 64)),
                List.of(),
                List.of("ddim"),
                new ModelInfo.Defaults(25, 1.0),
                new ModelInfo.Limits(50, 3, 200, 40),
                new ModelInfo.Video(4, 8, 12.5),
                ModelInfo.Abilities.NONE,
                0.02);
    }

    private static List<JobKind> kinds(String... prefixes) {
        return Arrays.stream(JobKind.values())
                .filter(kind -> Arrays.stream(prefixes).anyMatch(kind.wireName()::startsWith))
                .toList();
    }
}
