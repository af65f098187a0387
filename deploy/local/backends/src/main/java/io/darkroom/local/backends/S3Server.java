package io.darkroom.local.backends;

import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.local.secure.HttpTls;
import io.darkroom.local.secure.StackSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The object store: s3proxy over a folder. A bucket is a folder in it. */
record S3Server(
        Checkout checkout,
        DataFolder folder,
        S3Access access,
        @Nullable StackSecurity security) {
    ProcessSpec spec() {
        Path base = folder.resolve("s3");
        try {
            Path bucket = base.resolve(access.bucket());
            Files.createDirectories(bucket);
            // The server treats a folder that others may read as a public bucket and lists it to any caller.
            Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the bucket's folder in " + base, e);
        }
        String settings = String.join(
                "\n",
                listening(),
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + access.accessKey(),
                "s3proxy.credential=" + access.secretKey(),
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + base.toString().replace("\\", "\\\\"),
                "");
        String file = folder.writePrivately("conf/s3proxy.properties", settings).toString();
        List<String> jvm = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
        return ProcessSpec.of(
                        Backends.S3,
                        ProcessSpec.java(jvm, checkout.s3ClassPath(), "org.gaul.s3proxy.Main", "--properties", file),
                        folder.root(),
                        folder.logs().resolve("s3.log"))
                .withOrphanDelay(Backends.OUTLIVES_CLIENTS);
    }

    /** An unsigned read of the bucket must be refused by the store: then it is up and checks signatures. */
    boolean isReady() throws IOException {
        URI bucket = URI.create(access.endpoint() + "/" + access.bucket());
        return Readiness.httpStatus(bucket, security == null ? null : security.trust()) == 403;
    }

    private String listening() {
        URI endpoint = URI.create(access.endpoint());
        return security == null
                ? "s3proxy.endpoint=" + endpoint
                : HttpTls.s3(security.files(), endpoint.getPort()).entrySet().stream()
                        .map(setting ->
                                setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\"))
                        .collect(Collectors.joining("\n"));
    }
}
