package io.darkroom.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SecureHowToTest {
    @Test
    void theListingIsWhatInstallPrints() throws IOException {
        String listing = Arrays.stream(Role.values())
                .map(role -> KafkaAcls.script(role, KafkaAcls.principal(role.user())))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../../docs/how-to/secure.md").toAbsolutePath()))
                .as("docs/how-to/secure.md; paste the output of ./darkroom install --acls")
                .contains("```sh\n" + listing + "```");
    }
}
