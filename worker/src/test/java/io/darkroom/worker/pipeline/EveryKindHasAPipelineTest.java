package io.darkroom.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.darkroom.contracts.job.JobKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kind without a pipeline would wait in its lane for ever. */
class EveryKindHasAPipelineTest {
    @Test
    void thereIsABeanNamedAfterTheInputOfEachKind() {
        List<String> expected = Arrays.stream(JobKind.values())
                .map(kind -> kind.input().getSimpleName() + "Pipeline")
                .toList();
        List<String> found = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(Pipeline.class.getPackageName())
                        .stream()
                        .filter(type -> type.isAssignableTo(Pipeline.class) && !type.isInterface())
                        .filter(type -> type.isAnnotatedWith(ApplicationScoped.class))
                        .map(JavaClass::getSimpleName)
                        .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
}
