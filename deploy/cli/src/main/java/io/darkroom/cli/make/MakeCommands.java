package io.darkroom.cli.make;

import io.darkroom.contracts.job.JobKind;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command of each kind of job. */
public final class MakeCommands {
    private MakeCommands() {}

    /** Where a command stands in the help. */
    public enum Group {
        MAKE("Make images"),
        EDIT("Edit images"),
        SERIES("Make videos and datasets");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        public String heading() {
            return heading;
        }
    }

    /** A kind's command, and its place in the help. */
    record Entry(Group group, Class<? extends MakeCommand> command) {
        String name() {
            return command.getAnnotation(Command.class).name();
        }
    }

    static Entry of(JobKind kind) {
        return switch (kind) {
            case IMAGE_GENERATE -> new Entry(Group.MAKE, GenerateCommand.class);
            case IMAGE_TRANSFORM -> new Entry(Group.EDIT, TransformCommand.class);
            case IMAGE_INPAINT -> new Entry(Group.EDIT, InpaintCommand.class);
            case IMAGE_OUTPAINT -> new Entry(Group.EDIT, OutpaintCommand.class);
            case IMAGE_VARY -> new Entry(Group.EDIT, VaryCommand.class);
            case IMAGE_UPSCALE -> new Entry(Group.EDIT, UpscaleCommand.class);
            case IMAGE_DENOISE -> new Entry(Group.EDIT, DenoiseCommand.class);
            case IMAGE_INTERPOLATE -> new Entry(Group.MAKE, InterpolateCommand.class);
            case IMAGE_COMPOSE -> new Entry(Group.MAKE, ComposeCommand.class);
            case IMAGE_DETECT_ANOMALIES -> new Entry(Group.EDIT, DetectAnomaliesCommand.class);
            case DATASET_SYNTHESIZE -> new Entry(Group.SERIES, SynthesizeCommand.class);
            case VIDEO_PREDICT -> new Entry(Group.SERIES, PredictCommand.class);
            case VIDEO_GENERATE -> new Entry(Group.SERIES, GenerateVideoCommand.class);
        };
    }

    /** Adds the commands of all kinds; its factory makes them. */
    public static void addTo(CommandLine program) {
        for (JobKind kind : JobKind.values()) {
            program.addSubcommand(of(kind).command());
        }
    }

    /** The names of a group's commands. */
    public static List<String> names(Group group) {
        return Arrays.stream(JobKind.values())
                .map(MakeCommands::of)
                .filter(entry -> entry.group() == group)
                .map(Entry::name)
                .toList();
    }
}
