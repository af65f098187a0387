package io.darkroom.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaAclScriptTest {
    @Test
    void isWhatAnOperatorWouldRun() {
        assertThat(KafkaAcls.script(Role.WORKER, "User:CN=fleet,O=Example")).isEqualTo("""
                # darkroom-worker
                kafka-acls.sh "$@" --add --allow-principal 'User:CN=fleet,O=Example' --operation Read --operation Write --topic darkroom.jobs. --resource-pattern-type prefixed  # acquire jobs, requeue them
                kafka-acls.sh "$@" --add --allow-principal 'User:CN=fleet,O=Example' --operation Read --operation Write --topic darkroom.events  # report; count earlier attempts
                kafka-acls.sh "$@" --add --allow-principal 'User:CN=fleet,O=Example' --operation Write --topic darkroom.models  # announce models
                kafka-acls.sh "$@" --add --allow-principal 'User:CN=fleet,O=Example' --operation Write --topic darkroom.dead-letters  # jobs that cannot be run
                kafka-acls.sh "$@" --add --allow-principal 'User:CN=fleet,O=Example' --operation Read --operation DescribeConfigs --group darkroom.workers. --resource-pattern-type prefixed  # share groups of the lanes and their settings
                """);
    }

    @Test
    void aPrincipalIsOneWordForTheShell() {
        assertThat(KafkaAcls.script(Role.INSTALLER, "User:o'hara; rm"))
                .contains("--allow-principal 'User:o'\\''hara; rm' --operation");
    }

    @ParameterizedTest
    @EnumSource
    void hasOneOperationForEachBinding(Role role) {
        String script = KafkaAcls.script(role, KafkaAcls.principal(role.user()));
        assertThat(script.split("--operation ", -1)).hasSize(KafkaAcls.of(role).size() + 1);
        assertThat(KafkaAcls.of(role)).allSatisfy(binding -> {
            assertThat(binding.entry().principal()).isEqualTo("User:" + role.user());
            assertThat(binding.pattern().name()).startsWith("darkroom.");
        });
    }
}
