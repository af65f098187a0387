package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;
import java.util.ArrayList;
import java.util.List;

/** The schedulers by their names on the wire, and the selection that suits a model. */
public final class Schedulers {
    /** All schedulers. No model offers every one: see {@link #of}. */
    static final List<String> NAMES = List.of(
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

    /** The schedulers that a model with these settings offers; the first one is its default. */
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
     * Flow models have their own scheduler. LCM works only with models that were distilled for it. PNDM divides by the signal, which is 0
     * at the end of zero-SNR schedules, and like ancestral sampling it is not defined for networks that predict the clean image.
     */
    private static boolean suits(String name, SchedulerSettings settings) {
        boolean flow = settings.predictionType().equals("flow");
        boolean predictsSample = settings.predictionType().equals("sample");
        return switch (name) {
            case FlowEulerScheduler.NAME -> flow;
            case LcmScheduler.NAME -> !flow && own(settings).equals(LcmScheduler.NAME);
            case PndmScheduler.NAME ->
                !flow
                        && !predictsSample
                        && !settings.rescaleBetasZeroSnr()
                        && !Boolean.FALSE.equals(settings.skipPrkSteps());
            case EulerScheduler.ANCESTRAL -> !flow && !predictsSample;
            default -> !flow;
        };
    }

    /** The counterpart of a diffusers class; DDIM for classes that are not implemented. */
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

    /** @throws IllegalArgumentException if there is no scheduler of this name, or it does not support this number of steps */
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
