package io.darkroom.worker.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.worker.artifact.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class ShardWriterTest {
    private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECOND = new byte[1024];

    /** A digest from another machine and day: neither clock nor user may change a shard. */
    @Test
    void writesTheSameBytesOnEveryMachine() throws IOException {
        assertThat(Digests.sha256(archive()))
                .isEqualTo("0c296ca6fac258304b721f22652b466d82685b0f51be0d3224a6e4617ecdadc2");
    }

    @Test
    void writesEntriesThatNameNeitherUserNorTime() throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive()))) {
            TarArchiveEntry entry = in.getNextEntry();
            assertThat(entry.getName()).isEqualTo("a.txt");
            assertThat(entry.getUserName()).isEmpty();
            assertThat(entry.getGroupName()).isEmpty();
            assertThat(entry.getLastModifiedDate()).isEqualTo(new Date(0));
            assertThat(entry.getMode()).isEqualTo(0644);
            assertThat(in.readAllBytes()).isEqualTo(FIRST);
            assertThat(in.getNextEntry().getName()).isEqualTo("b.bin");
            assertThat(in.readAllBytes()).isEqualTo(SECOND);
            assertThat(in.getNextEntry()).isNull();
        }
    }

    /** An attempt that resumes gets the bytes of the shard so far. */
    @Test
    void continuesAShardThatAnotherWriterBegan() throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        new ShardWriter(begun).add("a.txt", FIRST);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ShardWriter next = new ShardWriter(out)) {
            out.write(begun.toByteArray());
            next.add("b.bin", SECOND);
        }
        assertThat(out.toByteArray()).isEqualTo(archive());
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ShardWriter writer = new ShardWriter(out)) {
            writer.add("a.txt", FIRST);
            writer.add("b.bin", SECOND);
        }
        return out.toByteArray();
    }
}
