package io.darkroom.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.outcome.Receipt;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The receipt contains every input of a job, for each kind. */
class SettingsTest {
    @ParameterizedTest
    @EnumSource
    void theInputCanBeReconstructedFromTheReceipt(JobKind kind) throws ReflectiveOperationException {
        JobInput job = (JobInput) sample(kind.input(), "input");
        boolean denoises = job instanceof Denoising;
        Receipt receipt = new Receipt(
                "m",
                "1",
                Map.of(),
                job instanceof Denoising it ? it.scheduler() : "none",
                Settings.of(job),
                job.steps(),
                job instanceof Denoising it ? it.guidanceScale() : 1,
                denoises ? job.seed() : 0,
                "fp32",
                "cpu",
                "exact",
                "onnxruntime");
        Map<String, MediaRef> media =
                job.media().stream().collect(Collectors.toMap(MediaRef::sha256, Function.identity()));
        assertThat(Remake.of(receipt, media::get)).isEqualTo(job);
    }

    /** Every field is set, each to a different value. */
    private static Object sample(Type type, String name) throws ReflectiveOperationException {
        int number = 1 + Math.floorMod(name.hashCode(), 1000);
        if (type instanceof ParameterizedType list) {
            Type of = list.getActualTypeArguments()[0];
            return List.of(sample(of, name + " 1"), sample(of, name + " 2"));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return name + " \"quoted\", [and]";
        } else if (plain == int.class) {
            return number;
        } else if (plain == long.class) {
            return number * 9_007_199_254L;
        } else if (plain == double.class || plain == Double.class) {
            return number / 7.0;
        } else if (plain == boolean.class) {
            return true;
        }
        RecordComponent[] components = plain.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = sample(components[i].getGenericType(), name + " " + components[i].getName());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        return plain.getDeclaredConstructor(types).newInstance(values);
    }
}
