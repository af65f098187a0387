package io.darkroom.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cli.doctor.Finding;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final long GB = 1_000_000_000L;
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    @Test
    void anOldJdkIsNamedWithItsPlace() {
        Finding finding = MachineChecks.jdk(Runtime.Version.parse("17.0.2"), "/jdk");
        assertThat(finding).isEqualTo(Finding.bad("JDK", "17.0.2 in /jdk", "install a JDK of 25 or newer"));
        assertThat(MachineChecks.jdk(Runtime.Version.parse("26"), "/jdk").level())
                .isEqualTo(Finding.Level.FINE);
    }

    @Test
    void memoryAndDiskHaveTwoThresholds() {
        assertThat(MachineChecks.memory(GB).level()).isEqualTo(Finding.Level.BAD);
        assertThat(MachineChecks.memory(3 * GB).level()).isEqualTo(Finding.Level.WARN);
        assertThat(MachineChecks.memory(16 * GB).level()).isEqualTo(Finding.Level.FINE);
        assertThat(MachineChecks.disk(GB / 4, folder).level()).isEqualTo(Finding.Level.BAD);
        assertThat(MachineChecks.disk(GB, folder).level()).isEqualTo(Finding.Level.WARN);
        assertThat(MachineChecks.disk(9 * GB, folder).level()).isEqualTo(Finding.Level.FINE);
    }

    @Test
    void aTakenPortIsAWarningUnlessItIsOurs() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding finding = MachineChecks.port(taken.getLocalPort(), false);
            assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
            assertThat(finding.remedy()).contains("--port");
            assertThat(MachineChecks.port(taken.getLocalPort(), true).level()).isEqualTo(Finding.Level.FINE);
        }
    }

    @Test
    void platformsWithoutNativeLibrariesAreRefused() throws Exception {
        assertThat(MachineChecks.platform("Linux", "amd64", folder).level()).isEqualTo(Finding.Level.FINE);
        assertThat(MachineChecks.platform("Mac OS X", "aarch64", folder).level())
                .isEqualTo(Finding.Level.FINE);
        assertThat(MachineChecks.platform("Mac OS X", "x86_64", folder).level()).isEqualTo(Finding.Level.BAD);
        assertThat(MachineChecks.platform("Windows 11", "amd64", folder).level())
                .isEqualTo(Finding.Level.BAD);
        Files.createFile(Files.createDirectory(folder.resolve("lib")).resolve("ld-musl-x86_64.so.1"));
        assertThat(MachineChecks.platform("Linux", "amd64", folder).remedy()).contains("glibc");
    }

    @Test
    void aModelIsComparedWithItsManifest() throws Exception {
        Path model = Files.createDirectory(folder.resolve("small"));
        Files.writeString(model.resolve("net.onnx"), "abc");
        manifest(model, 3, SHA256_OF_ABC);
        assertThat(ModelChecks.all(folder))
                .singleElement()
                .isEqualTo(Finding.fine("model", "small 1.0, 3 B, every digest fits"));

        manifest(model, 3, SHA256_OF_ABC.replace('b', 'c'));
        assertThat(ModelChecks.all(folder))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("small: net.onnx has another digest than in model.json"));
        manifest(model, 4, SHA256_OF_ABC);
        assertThat(ModelChecks.all(folder))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).isEqualTo("small: net.onnx has 3 bytes instead of 4"));
        Files.delete(model.resolve("net.onnx"));
        assertThat(ModelChecks.all(folder))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).isEqualTo("small: net.onnx is missing"));
    }

    @Test
    void aMissingOrEmptyRepositoryIsReported() {
        assertThat(ModelChecks.all(folder))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("no model in"));
        assertThat(ModelChecks.all(folder.resolve("none")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("DARKROOM_MODELS_DIRECTORY"));
    }

    private static void manifest(Path model, long bytes, String sha256) throws Exception {
        Files.writeString(model.resolve("model.json"), """
            {"version":"1.0","files":[{"path":"net.onnx","bytes":%d,"sha256":"%s"}]}\
            """.formatted(bytes, sha256));
    }
}
