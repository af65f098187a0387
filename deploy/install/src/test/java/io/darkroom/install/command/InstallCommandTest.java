package io.darkroom.install.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InstallCommandTest {
    @Test
    void printsTheListsForUsersOfAnyNameWithoutAKafka() {
        assertThat(run("--acls", "--gateway-user", "User:CN=gateway", "--worker-user", "fleet"))
                .contains(
                        "--allow-principal 'User:CN=gateway' --operation Read --operation Write --topic darkroom.held")
                .contains("--allow-principal 'User:fleet'")
                .contains("--allow-principal 'User:darkroom-installer'")
                .doesNotContain("'User:darkroom-worker'");
    }

    private static String run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandLine command = new CommandLine(new InstallCommand(new Terminal(stream, stream, false, false, 100)));
        assertThat(command.execute(args)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
