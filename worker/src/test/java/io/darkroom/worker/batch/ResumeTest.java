package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.SchedulerFixtures;
import io.darkroom.worker.scheduler.Schedulers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that resumes elsewhere gives the same bytes, whichever step it was stopped after and whatever runs beside it. */
@Timeout(120)
class ResumeTest {
    private static final int STEPS = 7;
    private static Engine first;
    private static Engine second;

    @BeforeAll
    static void start() {
        first = engine();
        second = engine();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    private static Engine engine() {
        return new Engine(new OrtRuntime(Provider.CPU, 2, false), Map.of(), TestModels.repository(), System::nanoTime);
    }

    static List<String> schedulers() {
        return first.model("tiny-sticker").info().schedulers();
    }

    /** Evaluations of the network for {@link #STEPS}. */
    private static int last(String scheduler) {
        return first.model("tiny-sticker").scheduler(scheduler, STEPS).steps();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void resumesElsewhereAfterAnyStepWithTheSameBytes(String scheduler) throws Exception {
        float[] whole = finish(first, List.of(), Map.of(0, request(first, 0, scheduler, STEPS)))
                .get(0);
        for (int stop = 0; stop <= last(scheduler); stop++) {
            List<SampleState> states = stopAfter(stop, scheduler);
            assertThat(states).hasSize(1);
            assertThat(states.getFirst().step()).isEqualTo(stop);
            SampleState sent = copy(states.getFirst());
            // Alone.
            assertThat(finish(second, List.of(sent), Map.of(0, request(second, 0, scheduler, STEPS)))
                            .get(0))
                    .containsExactly(whole);
            // Beside samples with other steps and schedulers, which were submitted before it.
            assertThat(finish(
                                    second,
                                    List.of(sent),
                                    Map.of(
                                            0, request(second, 0, scheduler, STEPS),
                                            1, request(second, 1, "ddim", 12),
                                            2, request(second, 2, "dpmpp_2m", 3),
                                            3, request(second, 3, scheduler, 9)))
                            .get(0))
                    .containsExactly(whole);
        }
    }

    @Test
    void samplesAtDifferentStepsResumeTogether() throws Exception {
        Map<Integer, SampleRequest> requests = new HashMap<>();
        Map<Integer, SampleRequest> again = new HashMap<>();
        for (int item = 0; item < 4; item++) {
            requests.put(item, request(first, item, "dpmpp_2m", 3 + 2 * item));
            again.put(item, request(second, item, "dpmpp_2m", 3 + 2 * item));
        }
        Map<Integer, float[]> whole = finish(first, List.of(), Map.copyOf(again));
        List<SampleState> states = new CopyOnWriteArrayList<>();
        try (DeviceLease lease = first.open(first.model("tiny-sticker"))) {
            requests.put(
                    3,
                    builder(first, 3, "dpmpp_2m", 9)
                            .callback(recording(lease, 6, states))
                            .build());
            lease.submit(List.copyOf(requests.values()));
            await().until(() -> !states.isEmpty());
        }
        // Two are done and not claimed, two are still running.
        assertThat(states)
                .extracting(SampleState::step)
                .startsWith(3, 5)
                .endsWith(6)
                .hasSize(4);
        for (int item = 0; item < 4; item++) {
            again.put(item, request(second, item, "dpmpp_2m", 3 + 2 * item));
        }
        Map<Integer, float[]> resumed = finish(second, states, again);
        for (int item = 0; item < 4; item++) {
            assertThat(resumed.get(item)).containsExactly(whole.get(item));
        }
    }

    @Test
    void doesNotCallBackTwiceBeforeTheStepThatItWasStoppedIn() throws Exception {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        StepCallback doubling = new StepCallback() {
            @Override
            public void before(int step, float[] sample) {
                sample[0] *= 2;
            }
        };
        try (DeviceThread device = new DeviceThread(System::nanoTime)) {
            FakeDenoiser free = new FakeDenoiser(1, 100);
            float[] whole = end(device.open(free), withCallback(doubling), null);
            SampleState inside;
            try (DeviceLease lease = device.open(denoiser)) {
                lease.submit(withCallback(doubling));
                denoiser.allow(2);
                await().until(() -> denoiser.runs().size() == 3 && denoiser.isWaiting());
                inside = lease.snapshot().getFirst();
            }
            assertThat(inside.step()).isEqualTo(2);
            assertThat(inside.prepared()).isTrue();
            assertThat(end(device.open(free), withCallback(doubling), inside)).containsExactly(whole);
        }
    }

    @Test
    void rejectsAStateOfAnotherRequest() throws Exception {
        SampleState state = stopAfter(3, "ddim").getFirst();
        try (DeviceLease lease = second.open(second.model("tiny-sticker"))) {
            SampleRequest other = request(second, 1, "ddim", STEPS);
            assertThatThrownBy(() -> lease.submit(other, state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("item 0 after step 3");
            SampleRequest shorter = request(second, 0, "ddim", 2);
            assertThatThrownBy(() -> lease.submit(shorter, state)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static SampleRequest withCallback(StepCallback callback) {
        NoiseSchedule schedule = new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing"));
        return SampleRequest.of(0, Schedulers.create("ddim", schedule, 4), new float[] {0.1f})
                .prompt(Conditioning.frames(new float[] {0.3f}), 1)
                .callback(callback)
                .build();
    }

    private static float[] end(DeviceLease opened, SampleRequest request, SampleState state) throws Exception {
        try (DeviceLease lease = opened) {
            if (state == null) {
                lease.submit(request);
            } else {
                lease.submit(request, state);
            }
            StepEvent event;
            do {
                event = lease.next();
            } while (!event.finished());
            return event.sample();
        }
    }

    /** The states when exactly this many steps were done. */
    private static List<SampleState> stopAfter(int steps, String scheduler) throws Exception {
        LoadedModel model = first.model("tiny-sticker");
        List<SampleState> seen = new CopyOnWriteArrayList<>();
        try (DeviceLease lease = first.open(model)) {
            lease.submit(builder(first, 0, scheduler, STEPS)
                    .callback(recording(lease, steps, seen))
                    .build());
            if (steps == last(scheduler)) {
                // There is no step after the last one; the end is not claimed, so it is in the snapshot.
                await().until(() -> lease.snapshot().getFirst().step() == steps);
                return lease.snapshot();
            }
            await().until(() -> !seen.isEmpty());
        }
        return seen;
    }

    private static StepCallback recording(DeviceLease lease, int at, List<SampleState> seen) {
        return new StepCallback() {
            @Override
            public void before(int step, float[] sample) {
                if (step == at) {
                    seen.addAll(lease.snapshot());
                }
            }
        };
    }

    private static SampleState copy(SampleState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.writeTo(new DataOutputStream(bytes));
        return SampleState.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    /** Finishes all requests, resuming those with a state. */
    private static Map<Integer, float[]> finish(
            Engine engine, List<SampleState> states, Map<Integer, SampleRequest> requests) throws Exception {
        Map<Integer, float[]> samples = new HashMap<>();
        try (DeviceLease lease = engine.open(engine.model("tiny-sticker"))) {
            List<Integer> resumed = states.stream().map(SampleState::item).toList();
            lease.submit(requests.values().stream()
                    .filter(request -> !resumed.contains(request.item()))
                    .toList());
            for (SampleState state : states) {
                lease.submit(requests.get(state.item()), state);
            }
            while (samples.size() < requests.size()) {
                StepEvent event = lease.next();
                if (event.finished()) {
                    samples.put(event.item(), event.sample());
                }
            }
        }
        return samples;
    }

    private static SampleRequest request(Engine engine, int item, String scheduler, int steps) throws Exception {
        return builder(engine, item, scheduler, steps).build();
    }

    private static SampleRequest.Builder builder(Engine engine, int item, String scheduler, int steps)
            throws Exception {
        LoadedModel model = engine.model("tiny-sticker");
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(40 + item, 0, noise);
        try (DeviceLease lease = engine.open(model)) {
            Conditioning prompt = lease.call(() -> model.condition("a picture of number " + item));
            Conditioning nothing = lease.call(() -> model.condition(""));
            Scheduler method = model.scheduler(scheduler, steps);
            method.begin(noise);
            return SampleRequest.of(item, method, noise)
                    .noise(GaussianNoise.steps(40 + item, 0))
                    .prompt(prompt, 3)
                    .unconditional(item == 2 ? null : nothing);
        }
    }
}
