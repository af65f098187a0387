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

/** A job that goes on elsewhere ends with equal bytes, after whichever step it was stopped and whatever runs beside it. */
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

    /** Evaluations of the network that {@link #STEPS} are. */
    private static int last(String scheduler) {
        return first.model("tiny-sticker").scheduler(scheduler, STEPS).steps();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void goesOnElsewhereAfterAnyStepWithEqualBytes(String scheduler) throws Exception {
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
            // Beside samples of other lengths and schedulers, which began before it.
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
    void aBatchGoesOnTogetherThoughItsSamplesStandAtDifferentSteps() throws Exception {
        Map<Integer, SampleRequest> requests = new HashMap<>();
        Map<Integer, SampleRequest> again = new HashMap<>();
        for (int item = 0; item < 4; item++) {
            requests.put(item, request(first, item, "dpmpp_2m", 3 + 2 * item));
            again.put(item, request(second, item, "dpmpp_2m", 3 + 2 * item));
        }
        Map<Integer, float[]> whole = finish(first, List.of(), Map.copyOf(again));
        List<SampleState> states = new CopyOnWriteArrayList<>();
        try (DeviceLease share = first.open(first.model("tiny-sticker"))) {
            requests.put(
                    3,
                    builder(first, 3, "dpmpp_2m", 9)
                            .steering(looking(share, 6, states))
                            .build());
            share.submit(List.copyOf(requests.values()));
            await().until(() -> !states.isEmpty());
        }
        // Two are done and nobody took them, two are on the way.
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
    void steersNotTwiceBeforeTheStepThatItWasStoppedIn() throws Exception {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        StepCallback doubling = new StepCallback() {
            @Override
            public void before(int step, float[] sample) {
                sample[0] *= 2;
            }
        };
        try (DeviceThread device = new DeviceThread(System::nanoTime)) {
            FakeDenoiser free = new FakeDenoiser(1, 100);
            float[] whole = end(device.open(free), steered(doubling), null);
            SampleState inside;
            try (DeviceLease share = device.open(denoiser)) {
                share.submit(steered(doubling));
                denoiser.allow(2);
                await().until(() -> denoiser.runs().size() == 3 && denoiser.isWaiting());
                inside = share.snapshot().getFirst();
            }
            assertThat(inside.step()).isEqualTo(2);
            assertThat(inside.steered()).isTrue();
            assertThat(end(device.open(free), steered(doubling), inside)).containsExactly(whole);
        }
    }

    @Test
    void refusesAStateOfAnotherRequest() throws Exception {
        SampleState state = stopAfter(3, "ddim").getFirst();
        try (DeviceLease share = second.open(second.model("tiny-sticker"))) {
            SampleRequest other = request(second, 1, "ddim", STEPS);
            assertThatThrownBy(() -> share.submit(other, state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("item 0 after step 3");
            SampleRequest shorter = request(second, 0, "ddim", 2);
            assertThatThrownBy(() -> share.submit(shorter, state)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static SampleRequest steered(StepCallback steering) {
        NoiseSchedule schedule = new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing"));
        return SampleRequest.of(0, Schedulers.create("ddim", schedule, 4), new float[] {0.1f})
                .towards(Conditioning.frames(new float[] {0.3f}), 1)
                .steering(steering)
                .build();
    }

    private static float[] end(DeviceLease opened, SampleRequest request, SampleState state) throws Exception {
        try (DeviceLease share = opened) {
            if (state == null) {
                share.submit(request);
            } else {
                share.submit(request, state);
            }
            StepEvent news;
            do {
                news = share.next();
            } while (!news.finished());
            return news.picture();
        }
    }

    /** How it stood when exactly so many steps were done. */
    private static List<SampleState> stopAfter(int steps, String scheduler) throws Exception {
        LoadedModel model = first.model("tiny-sticker");
        List<SampleState> seen = new CopyOnWriteArrayList<>();
        try (DeviceLease share = first.open(model)) {
            share.submit(builder(first, 0, scheduler, STEPS)
                    .steering(looking(share, steps, seen))
                    .build());
            if (steps == last(scheduler)) {
                // There is no step after the last one; nobody takes the end, so it is in the state.
                await().until(() -> share.snapshot().getFirst().step() == steps);
                return share.snapshot();
            }
            await().until(() -> !seen.isEmpty());
        }
        return seen;
    }

    private static StepCallback looking(DeviceLease share, int at, List<SampleState> seen) {
        return new StepCallback() {
            @Override
            public void before(int step, float[] sample) {
                if (step == at) {
                    seen.addAll(share.snapshot());
                }
            }
        };
    }

    private static SampleState copy(SampleState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.writeTo(new DataOutputStream(bytes));
        return SampleState.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    /** Finishes all requests, those with a state from there. */
    private static Map<Integer, float[]> finish(
            Engine engine, List<SampleState> states, Map<Integer, SampleRequest> requests) throws Exception {
        Map<Integer, float[]> pictures = new HashMap<>();
        try (DeviceLease share = engine.open(engine.model("tiny-sticker"))) {
            List<Integer> resumed = states.stream().map(SampleState::item).toList();
            share.submit(requests.values().stream()
                    .filter(request -> !resumed.contains(request.item()))
                    .toList());
            for (SampleState state : states) {
                share.submit(requests.get(state.item()), state);
            }
            while (pictures.size() < requests.size()) {
                StepEvent news = share.next();
                if (news.finished()) {
                    pictures.put(news.item(), news.picture());
                }
            }
        }
        return pictures;
    }

    private static SampleRequest request(Engine engine, int item, String scheduler, int steps) throws Exception {
        return builder(engine, item, scheduler, steps).build();
    }

    private static SampleRequest.Builder builder(Engine engine, int item, String scheduler, int steps)
            throws Exception {
        LoadedModel model = engine.model("tiny-sticker");
        float[] noise = new float[model.sampleShape().size()];
        GaussianNoise.fill(40 + item, 0, noise);
        try (DeviceLease share = engine.open(model)) {
            Conditioning prompt = share.call(() -> model.condition("a picture of number " + item));
            Conditioning nothing = share.call(() -> model.condition(""));
            Scheduler way = model.scheduler(scheduler, steps);
            way.begin(noise);
            return SampleRequest.of(item, way, noise)
                    .noise(GaussianNoise.steps(40 + item, 0))
                    .towards(prompt, 3)
                    .against(item == 2 ? null : nothing);
        }
    }
}
