package io.darkroom.local.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, true",
        "Redis server v=6.2.0 sha=0, true",
        "Redis server v=6.0.16 sha=0, false",
        "Redis server v=5.0.14 sha=0, false",
        "Redis server v=10.1.0 sha=0, true",
        "something else, false"
    })
    void readsTheVersion(String line, boolean newEnough) {
        assertThat(RedisBinary.isNewEnough(line)).isEqualTo(newEnough);
    }

    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,aarch64", "Mac OS X,aarch64", "Mac OS X,x86_64"})
    void theLibraryCarriesAProgramForEachSystem(String os, String arch) {
        assertThat(RedisBinary.resource(os, arch))
                .hasValueSatisfying(
                        name -> assertThat(getClass().getClassLoader().getResource(name))
                                .isNotNull());
    }

    @Test
    void prefersTheOneOnThePathIfItIsNewEnough() throws Exception {
        Path old = program("old", "6.0.16");
        Path recent = program("new", "7.2.4");
        assertThat(RedisBinary.onPath(old.getParent() + ":" + recent.getParent()))
                .contains(recent);
        assertThat(RedisBinary.onPath(old.getParent().toString())).isEmpty();
    }

    private Path program(String name, String version) throws Exception {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("redis-server");
        Files.writeString(file, "#!/bin/sh\necho 'Redis server v=" + version + " sha=0'\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
