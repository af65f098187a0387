package io.darkroom.docker.train;

import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.time.Clocks;
import io.darkroom.contracts.tenant.ApiKey;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.install.KafkaKeys;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.process.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The program; see the package. */
public final class Training {
    private static final String TENANT = "training";

    private final Path java;
    private final Path apps;
    private final PrintStream out;

    Training(Path java, Path apps, PrintStream out) {
        this.java = java;
        this.apps = apps;
        this.out = out;
    }

    /**
     * @param args the java program of the images, and the folder with {@code gateway}, {@code worker} and {@code models}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: Training JAVA FOLDER");
        }
        new Training(Path.of(args[0]), Path.of(args[1]), System.out).run();
    }

    void run() throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("darkroom-training");
        List<Integer> ports = Ports.ofThisMachine().free(3);
        try (Backends backends = Backends.builder().start()) {
            ApiKey key = ApiKey.random(new SecureRandom());
            List<String> scopes = List.of(ApiKeyRecord.SCOPE_JOBS, ApiKeyRecord.SCOPE_OPERATOR);
            new KafkaKeys(backends.installer())
                    .write(ApiKeyRecord.of(key, TENANT, scopes, Clocks.system().instant()));
            TrainedProgram gateway =
                    new TrainedProgram(java, apps.resolve("gateway"), gateway(backends, ports), ports.get(1), logs);
            TrainedProgram worker =
                    new TrainedProgram(java, apps.resolve("worker"), worker(backends, ports), ports.get(2), logs);
            try {
                gateway.start();
                worker.start();
                worker.awaitReady();
                gateway.awaitReady();
                try (GatewayClient client = new GatewayClient("http://127.0.0.1:" + ports.getFirst(), key.value())) {
                    new TrainingJobs(client, apps.resolve("models"), out).all();
                }
                print("worker", worker.finish());
                print("gateway", gateway.finish());
            } catch (RuntimeException e) {
                out.println(worker.logTail() + "\n" + gateway.logTail());
                throw e;
            } finally {
                gateway.kill();
                worker.kill();
            }
        }
    }

    private void print(String name, long bytes) {
        out.printf("%s: AOT cache of %d MB%n", name, bytes / 1_000_000);
    }

    private static Map<String, String> gateway(Backends backends, List<Integer> ports) {
        Map<String, String> environment = new HashMap<>(backends.environment());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", port(ports, 0));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", port(ports, 1));
        return environment;
    }

    private Map<String, String> worker(Backends backends, List<Integer> ports) {
        Map<String, String> environment = new HashMap<>(backends.environment());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", port(ports, 2));
        environment.put("DARKROOM_WORKER_ID", TENANT);
        environment.put("DARKROOM_WORKER_SLOTS", "image.interactive=4,image.bulk=1,video=1");
        environment.put("DARKROOM_MODELS_DIRECTORY", apps.resolve("models").toString());
        return environment;
    }

    private static String port(List<Integer> ports, int index) {
        return Objects.requireNonNull(ports.get(index)).toString();
    }
}
