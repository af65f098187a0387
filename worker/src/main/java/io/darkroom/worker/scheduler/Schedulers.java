package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.ArrayList;
import java.util.List;

/** The schedulers by their names on the wire, and which of them suit a model. */
public final class Schedulers {
    /** All there are. No model offers every one: see {@link #of}. */
    public static final List<String> NAMES = List.of(
            DdimScheduler.NAME,
            DpmSolverScheduler.NAME,
            DpmSolverScheduler.KARRAS,
            UniPcScheduler.NAME,
            EulerScheduler.NAME,
            EulerScheduler.ANCESTRAL,
            PndmScheduler.NAME,
            LcmScheduler.NAME,
            FlowEulerScheduler.NAME);

    private Schedulers() {}

    /** Those that a model of these settings offers, its own first: the default. */
    public static List<String> of(SchedulerSettings settings) {
        List<String> names = new ArrayList<>();
        String own = own(settings);
        if (suits(own, settings)) {
            names.add(own);
        }
        NAMES.stream()
                .filter(name -> !name.equals(own) && suits(name, settings))
                .forEach(names::add);
        return List.copyOf(names);
    }

    /**
     * Flow models have a way of their own. LCM draws nothing with models that were not distilled for it. PNDM divides by the
     * signal that zero-SNR schedules do not have, and like ancestral sampling it is not defined for networks that say the clean
     * image.
     */
    private static boolean suits(String name, SchedulerSettings settings) {
        boolean flow = settings.predictionType().equals("flow");
        boolean says = settings.predictionType().equals("sample");
        return switch (name) {
            case FlowEulerScheduler.NAME -> flow;
            case LcmScheduler.NAME -> !flow && own(settings).equals(LcmScheduler.NAME);
            case PndmScheduler.NAME ->
                !flow && !says && !settings.rescaleBetasZeroSnr() && !Boolean.FALSE.equals(settings.skipPrkSteps());
            case EulerScheduler.ANCESTRAL -> !flow && !says;
            default -> !flow;
        };
    }

    /** By the name of diffusers' class; DDIM for those that are not here. */
    private static String own(SchedulerSettings settings) {
        return switch (settings.className()) {
            case "DPMSolverMultistepScheduler" ->
                Boolean.TRUE.equals(settings.useKarrasSigmas()) ? DpmSolverScheduler.KARRAS : DpmSolverScheduler.NAME;
            case "UniPCMultistepScheduler" -> UniPcScheduler.NAME;
            case "EulerDiscreteScheduler" -> EulerScheduler.NAME;
            case "EulerAncestralDiscreteScheduler" -> EulerScheduler.ANCESTRAL;
            case "PNDMScheduler" -> PndmScheduler.NAME;
            case "LCMScheduler" -> LcmScheduler.NAME;
            case "FlowMatchEulerDiscreteScheduler" -> FlowEulerScheduler.NAME;
            default -> DdimScheduler.NAME;
        };
    }

    /** @throws IllegalArgumentException if there is none of this name, or it does not take so many steps */
    public static Scheduler create(String name, NoiseSchedule schedule, int steps) {
        return switch (name) {
            case DdimScheduler.NAME -> new DdimScheduler(schedule, steps);
            case DpmSolverScheduler.NAME -> new DpmSolverScheduler(schedule, steps, false);
            case DpmSolverScheduler.KARRAS -> new DpmSolverScheduler(schedule, steps, true);
            case UniPcScheduler.NAME -> new UniPcScheduler(schedule, steps);
            case EulerScheduler.NAME -> new EulerScheduler(schedule, steps, false);
            case EulerScheduler.ANCESTRAL -> new EulerScheduler(schedule, steps, true);
            case PndmScheduler.NAME -> new PndmScheduler(schedule, steps);
            case LcmScheduler.NAME -> new LcmScheduler(schedule, steps);
            case FlowEulerScheduler.NAME -> new FlowEulerScheduler(schedule, steps);
            default -> throw new IllegalArgumentException("unknown scheduler '" + name + "'; there are " + NAMES);
        };
    }
}
