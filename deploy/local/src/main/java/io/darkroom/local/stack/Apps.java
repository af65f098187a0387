package io.darkroom.local.stack;

import io.darkroom.install.Role;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.local.secure.HttpTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How the gateway and the workers are run: command, environment, and when they count as ready. */
record Apps(Checkout checkout, DataFolder folder, Backends backends, Settings settings) {
    /** A worker releases its jobs within this time after SIGTERM. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /**
     * The builder's settings.
     *
     * @param models null: those of the environment, else the shipped ones
     * @param readyWithin how long a start may take
     * @param reach change of the environment that holds the servers' addresses
     */
    record Settings(
            boolean supervised,
            @Nullable Path models,
            Duration readyWithin,
            UnaryOperator<Map<String, String>> reach,
            Map<String, Map<String, String>> environments,
            Consumer<String> notices) {}

    Component gateway(String name, int port, int managementPort) {
        Map<String, String> environment = environment(Role.GATEWAY);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        backends.security().ifPresent(made -> environment.putAll(HttpTls.gateway(made.files(), port)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        // So that a gateway that was killed gets its partitions back at once when it is started again.
        environment.put("DARKROOM_PROJECT_INSTANCE_ID", name);
        // A developer's receiver is on this machine; no other deployment allows this.
        environment.put("DARKROOM_OUTBOUND_ALLOW_LOOPBACK", "true");
        environment.put("DARKROOM_OUTBOUND_ALLOW_HTTP", "true");
        environment.put("DARKROOM_WEBHOOKS_SECRET_KEYS", new WebhookKey(folder).findOrCreate());
        environment.putAll(settings.environments().getOrDefault(LocalStack.GATEWAY, Map.of()));
        ProcessSpec spec = spec(name, "gateway", List.of("-Xmx384m"), environment);
        Readiness managed = healthy(managementPort);
        return component(
                spec,
                backends.security()
                        .<Readiness>map(made -> () -> managed.isReady() && answers(port, made.trust()))
                        .orElse(managed));
    }

    /** The management port may answer before that for clients has its certificate; without a key clients get 401. */
    private static boolean answers(int port, SSLContext trust) throws IOException {
        return Readiness.listens(port)
                && Readiness.httpStatus(URI.create("https://127.0.0.1:" + port + "/v1/models"), trust) == 401;
    }

    private Map<String, String> environment(Role role) {
        return new HashMap<>(settings.reach().apply(backends.environment(role)));
    }

    Component worker(String name, int port) {
        Map<String, String> environment = environment(Role.WORKER);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("DARKROOM_WORKER_ID", name);
        // ONNX Runtime would send telemetry to its vendor.
        environment.put("ORT_DISABLE_TELEMETRY", "1");
        // Four images at once, and room for a clip and for bulk beside them; other lanes are left out by the worker.
        environment.put("DARKROOM_WORKER_SLOTS", "image.interactive=4,image.bulk=1,video=1");
        Path models = settings.models() != null ? settings.models() : ModelsFolder.of(checkout);
        environment.put("DARKROOM_MODELS_DIRECTORY", models.toString());
        environment.put("DARKROOM_ENGINE_CACHE", folder.root().resolve("engine").toString());
        environment.putAll(settings.environments().getOrDefault("worker", Map.of()));
        ProcessSpec spec = spec(name, "worker", List.of("-Xmx1g"), environment);
        return component(spec, healthy(port));
    }

    private ProcessSpec spec(String name, String module, List<String> options, Map<String, String> environment) {
        Path app = checkout.root().resolve(module).resolve("target/quarkus-app");
        Path jar = app.resolve("quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing; build with ./mvnw -DskipTests package");
        }
        List<String> jvm = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                // Quarkus's thread pools reset thread locals between tasks; without it they log errors at shutdown.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        jvm.addAll(options);
        environment.putAll(settings.environments().getOrDefault(name, Map.of()));
        List<String> command = ProcessSpec.java(jvm, jar.toString(), "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        return ProcessSpec.of(name, command, folder.root(), folder.logs().resolve(name + ".log"))
                .withEnvironment(environment)
                .withGrace(GRACE);
    }

    private Component component(ProcessSpec spec, Readiness readiness) {
        return new Component(spec, readiness, settings.readyWithin(), settings.supervised(), settings.notices());
    }

    private static Readiness healthy(int port) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        return () -> Readiness.listens(port) && Readiness.httpStatus(uri) == 200;
    }
}
