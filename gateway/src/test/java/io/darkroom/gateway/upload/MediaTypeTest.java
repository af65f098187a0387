package io.darkroom.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MediaTypeTest {
    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void knowsWhatIsReadHere() {
        assertThat(MediaType.sniff(bytes("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"))).contains(MediaType.PNG);
        assertThat(MediaType.sniff(bytes("\u00ff\u00d8\u00ff\u00e0"))).contains(MediaType.JPEG);
        assertThat(MediaType.sniff(bytes("RIFF\0\0\0\0WEBPVP8L"))).contains(MediaType.WEBP);
        assertThat(MediaType.sniff(bytes("GIF87a"))).contains(MediaType.GIF);
        assertThat(MediaType.sniff(bytes("\0\0\0\u0020ftypisom"))).contains(MediaType.MP4);
    }

    @Test
    void knowsNothingElse() {
        for (String other : new String[] {
            "",
            "GIF88a",
            "GIF",
            "\u0089PNG\r\n\u001a\n",
            "RIFF\0\0\0\0WAVEfmt ",
            "\0\0\0\u0020ftypheic",
            "\0\0\0\u0020ftyp",
            "\u001aE\u00df\u00a3",
            "<svg",
            "%PDF-1.7",
            "PK\u0003\u0004"
        }) {
            assertThat(MediaType.sniff(bytes(other))).as(other).isEmpty();
        }
    }
}
