package io.darkroom.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("scheduling.k8s.io/v1/PriorityClass", PriorityClass.class));

    /** Fields of KEDA's ScaledJob (2.x); the Job inside is read as Kubernetes' own type. */
    private static final Set<String> SCALED_JOB = Set.of(
            "jobTargetRef",
            "pollingInterval",
            "minReplicaCount",
            "maxReplicaCount",
            "successfulJobsHistoryLimit",
            "failedJobsHistoryLimit",
            "rollout",
            "scalingStrategy",
            "triggers");

    @ParameterizedTest
    @ValueSource(strings = {"rendered/local.yaml", "rendered/gpu.yaml", "strimzi/install.yaml"})
    void everyFieldIsOneThatKubernetesKnows(String file) throws IOException {
        List<JsonNode> manifests = Manifests.read(Manifests.FOLDER.resolve(file));
        assertThat(manifests).isNotEmpty();
        for (JsonNode manifest : manifests) {
            if (manifest.path("kind").asText().equals("ScaledJob")) {
                assertThat(SCALED_JOB).containsAll(names(manifest.path("spec")));
                Manifests.strictly(manifest.path("spec").path("jobTargetRef"), JobSpec.class);
            } else {
                Class<?> type = TYPES.get(manifest.path("apiVersion").asText() + "/"
                        + manifest.path("kind").asText());
                assertThat(type).as(Manifests.name(manifest)).isNotNull();
                Manifests.strictly(manifest, type);
            }
        }
    }

    @Test
    void aMisspeltFieldIsFound() throws IOException {
        ObjectNode pod = (ObjectNode) gateway("local").at("/spec/template/spec");
        pod.put("terminationGracePeriodSecond", 3);
        JsonNode manifest = Manifests.TREES
                .createObjectNode()
                .set(
                        "spec",
                        Manifests.TREES
                                .createObjectNode()
                                .set(
                                        "template",
                                        Manifests.TREES.createObjectNode().set("spec", pod)));
        assertThatThrownBy(() -> Manifests.strictly(manifest, Deployment.class))
                .hasMessageContaining("terminationGracePeriodSecond");
    }

    /** Seen everywhere: {@link Kustomization} does what of kustomize is used here. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "gpu"})
    void theRenderedManifestsAreThoseOfTheOverlay(String overlay) throws Exception {
        Map<String, JsonNode> committed = Manifests.byName(rendered(overlay));
        assertThat(committed).isNotEmpty();
        assertThat(Kustomization.render(Manifests.FOLDER.resolve("overlays/" + overlay)))
                .as("render again: kubectl kustomize k8s/overlays/%s > k8s/rendered/%s.yaml", overlay, overlay)
                .isEqualTo(committed);
    }

    /** And where a kubectl is installed, kustomize itself says the same, so that our reading of its rules is right. */
    @ParameterizedTest
    @ValueSource(strings = {"overlays/local", "overlays/gpu", "components/input-urls", "components/secure"})
    void kustomizeSaysTheSame(String folder, @TempDir Path scratch) throws Exception {
        Path asked =
                folder.startsWith("components") ? withComponent(scratch, folder) : Manifests.FOLDER.resolve(folder);
        Map<String, JsonNode> ours = Kustomization.render(asked);
        assertThat(ours).containsKey("Deployment/darkroom-gateway");
        Optional<String> kubectl = Stream.of(System.getenv("PATH").split(":"))
                .map(program -> program + "/kubectl")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst();
        if (kubectl.isPresent()) {
            assertThat(Manifests.byName(Manifests.parse(kustomize(kubectl.get(), asked))))
                    .isEqualTo(ours);
        }
    }

    /** A component is no overlay by itself. */
    private static Path withComponent(Path scratch, String component) throws IOException {
        copy(Manifests.FOLDER.resolve("base"), scratch.resolve("base"));
        copy(Manifests.FOLDER.resolve(component), scratch.resolve(component));
        Path overlay = Files.createDirectories(scratch.resolve("overlays/with"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../base]
                components: [../../%s]
                """.formatted(component));
        return overlay;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static String kustomize(String kubectl, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(kubectl, "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return text;
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "gpu"})
    void everyPodIsRestrictedAndSaysWhatItNeeds(String overlay) throws IOException {
        List<JsonNode> pods = pods(overlay);
        assertThat(pods).hasSize(3);
        for (JsonNode pod : pods) {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("priorityClassName").asText()).startsWith("darkroom-");
            for (JsonNode container : pod.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(names(container.at("/resources/requests"))).contains("cpu", "memory");
                assertThat(container.at("/resources/limits/memory"))
                        .as("memory that is promised is memory that is allowed")
                        .isEqualTo(container.at("/resources/requests/memory"));
                assertThat(names(container)).contains("startupProbe", "readinessProbe", "livenessProbe");
                assertThat(container.path("image").asText()).matches("[a-z/]+:[0-9][0-9a-z.-]*");
            }
        }
    }

    @Test
    void aSecureOverlayTakesUsersAuthoritiesAndCertificatesByReference(@TempDir Path scratch) throws Exception {
        Map<String, JsonNode> secure = Kustomization.render(withComponent(scratch, "components/secure"));
        JsonNode settings = secure.get("ConfigMap/darkroom-settings").path("data");
        assertThat(settings.path("KAFKA_SECURITY_PROTOCOL").asText()).isEqualTo("SASL_SSL");
        assertThat(settings.path("DARKROOM_REDIS_URI").asText()).startsWith("rediss://");
        assertThat(settings.path("DARKROOM_STORE_ENDPOINT").asText()).startsWith("https://");
        Manifests.strictly(secure.get("Deployment/darkroom-gateway"), Deployment.class);
        Manifests.strictly(secure.get("Deployment/darkroom-webhooks"), Deployment.class);
        JsonNode job = secure.get("ScaledJob/darkroom-worker").at("/spec/jobTargetRef");
        Manifests.strictly(job, JobSpec.class);
        JsonNode gateway = secure.get("Deployment/darkroom-gateway").at("/spec/template/spec");
        assertThat(env(gateway, "QUARKUS_HTTP_INSECURE_REQUESTS")).isEqualTo("disabled");
        for (JsonNode pod : List.of(
                gateway,
                secure.get("Deployment/darkroom-webhooks").at("/spec/template/spec"),
                job.at("/template/spec"))) {
            for (String name :
                    List.of("KAFKA_SASL_JAAS_CONFIG", "DARKROOM_REDIS_USERNAME", "DARKROOM_REDIS_PASSWORD")) {
                assertThat(pod.at("/containers/0/env"))
                        .filteredOn(variable -> variable.path("name").asText().equals(name))
                        .singleElement()
                        .satisfies(variable -> assertThat(variable.at("/valueFrom/secretKeyRef/name")
                                        .asText())
                                .isNotEmpty());
            }
            assertThat(pod.path("volumes"))
                    .anySatisfy(volume ->
                            assertThat(volume.at("/configMap/name").asText()).isEqualTo("darkroom-ca"));
        }
    }

    @Test
    void secretsAreReferredToNeverWritten() throws IOException {
        for (String overlay : List.of("local", "gpu")) {
            assertThat(Manifests.ofKind(rendered(overlay), "Secret")).isEmpty();
            for (JsonNode pod : pods(overlay)) {
                for (JsonNode variable : pod.at("/containers/0/env")) {
                    if (variable.path("name").asText().matches(".*(KEY|SECRET|PASSWORD|TOKEN).*")) {
                        assertThat(variable.at("/valueFrom/secretKeyRef/name").asText())
                                .as(variable.toString())
                                .isNotEmpty();
                    }
                }
            }
        }
    }

    @Test
    void workersAreNeverTakenAwayUnderAJob() throws IOException {
        JsonNode job = scaledJob("gpu");
        assertThat(job.at("/spec/rollout/strategy").asText())
                .as("an upgrade lets them end")
                .isEqualTo("gradual");
        assertThat(job.at("/spec/scalingStrategy/strategy").asText()).isEqualTo("default");
        assertThat(job.at("/spec/triggers/0/type").asText()).isEqualTo("metrics-api");
        assertThat(job.at("/spec/triggers/0/metadata/valueLocation").asText()).isEqualTo("wanted");
        assertThat(job.at("/spec/triggers/0/metadata/url").asText()).endsWith("/fleet/demand/workers");
        JsonNode pod = job.at("/spec/jobTargetRef/template/spec");
        assertThat(pod.path("restartPolicy").asText())
                .as("podFailurePolicy needs it")
                .isEqualTo("Never");
        assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                .as("a checkpoint must fit, and a slow store")
                .isGreaterThanOrEqualTo(30);
        assertThat(env(gateway("gpu").at("/spec/template/spec"), "DARKROOM_FLEET_RETIRE"))
                .isEqualTo("true");
        assertThat(env(gateway("gpu").at("/spec/template/spec"), "DARKROOM_FLEET_MAX"))
                .isEqualTo(job.at("/spec/maxReplicaCount").asText());
    }

    @Test
    void aGpuWorkerAsksForAGpu() throws IOException {
        JsonNode pod = scaledJob("gpu").at("/spec/jobTargetRef/template/spec");
        assertThat(pod.at("/containers/0/resources/limits")
                        .path("nvidia.com/gpu")
                        .asText())
                .isEqualTo("1");
        assertThat(env(pod, "DARKROOM_ENGINE_PROVIDER")).isEqualTo("cuda");
        assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "gpu"})
    void trafficIsDeniedUnlessAllowedAndWorkersNeverReachTheInternet(String overlay) throws IOException {
        Map<String, JsonNode> policies = new HashMap<>();
        Manifests.ofKind(rendered(overlay), "NetworkPolicy")
                .forEach(policy -> policies.put(policy.at("/metadata/name").asText(), policy));
        assertThat(policies)
                .containsOnlyKeys(
                        "darkroom-deny-all",
                        "darkroom-gateway",
                        "darkroom-webhooks",
                        "darkroom-worker",
                        "darkroom-names");
        JsonNode denyAll = policies.get("darkroom-deny-all").path("spec");
        assertThat(denyAll.path("podSelector")).isEmpty();
        assertThat(names(denyAll)).containsExactlyInAnyOrder("podSelector", "policyTypes");
        policies.forEach((name, policy) -> assertThat(policy.toString().contains("ipBlock"))
                .as("%s may reach the internet", name)
                .isEqualTo(name.equals("darkroom-webhooks")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "gpu"})
    void onlyWebhooksCallClientsAndClientsCannotCallThem(String overlay) throws IOException {
        JsonNode gateway = gateway(overlay).at("/spec/template/spec");
        JsonNode webhooks = deployment(overlay, "darkroom-webhooks").at("/spec/template/spec");
        assertThat(env(gateway, "DARKROOM_GATEWAY_ROLES")).isEqualTo("api");
        assertThat(env(webhooks, "DARKROOM_GATEWAY_ROLES")).isEqualTo("webhooks");
        assertThat(env(webhooks, "QUARKUS_HTTP_HOST")).isEqualTo("127.0.0.1");
        assertThat(webhooks.at("/containers/0/image")).isEqualTo(gateway.at("/containers/0/image"));
        assertThat(Manifests.ofKind(rendered(overlay), "Service"))
                .allMatch(service -> service.at("/spec/selector/app.kubernetes.io~1name")
                        .asText()
                        .equals("darkroom-gateway"));
        assertThat(Manifests.byName(rendered(overlay))
                        .get("ConfigMap/darkroom-settings")
                        .at("/data/DARKROOM_SUBMIT_INPUT_URLS")
                        .asText())
                .as("a gateway without the internet says so at once")
                .isEqualTo("false");
    }

    @Test
    void gatewaysAreSpreadAndNeverAllAway() throws IOException {
        assertThat(gateway("gpu").at("/spec/template/spec/topologySpreadConstraints"))
                .hasSize(2);
        assertThat(Manifests.ofKind(rendered("gpu"), "PodDisruptionBudget"))
                .hasSize(2)
                .allMatch(budget -> budget.at("/spec/maxUnavailable").asInt() == 1);
        assertThat(Manifests.ofKind(rendered("gpu"), "HorizontalPodAutoscaler")
                        .getFirst()
                        .at("/spec/minReplicas")
                        .asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(gateway("gpu").path("spec").has("replicas"))
                .as("the autoscaler owns it")
                .isFalse();
    }

    private static List<JsonNode> rendered(String overlay) throws IOException {
        return Manifests.read(Manifests.FOLDER.resolve("rendered/" + overlay + ".yaml"));
    }

    private static JsonNode gateway(String overlay) throws IOException {
        return deployment(overlay, "darkroom-gateway");
    }

    private static JsonNode deployment(String overlay, String name) throws IOException {
        return Manifests.byName(rendered(overlay)).get("Deployment/" + name);
    }

    private static JsonNode scaledJob(String overlay) throws IOException {
        return Manifests.ofKind(rendered(overlay), "ScaledJob").getFirst();
    }

    private static List<JsonNode> pods(String overlay) throws IOException {
        return List.of(
                gateway(overlay).at("/spec/template/spec"),
                deployment(overlay, "darkroom-webhooks").at("/spec/template/spec"),
                scaledJob(overlay).at("/spec/jobTargetRef/template/spec"));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String env(JsonNode pod, String name) {
        for (JsonNode variable : pod.at("/containers/0/env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        return "";
    }
}
