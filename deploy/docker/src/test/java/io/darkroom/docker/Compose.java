package io.darkroom.docker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Our compose files, read; as much of the Compose specification as they use. */
final class Compose {
    private static final Map<String, Set<String>> KEYS = Map.of(
            "", Set.of("name", "services", "volumes"),
            "services.*",
                    Set.of(
                            "image",
                            "command",
                            "environment",
                            "depends_on",
                            "healthcheck",
                            "volumes",
                            "tmpfs",
                            "ports",
                            "profiles",
                            "read_only",
                            "cap_drop",
                            "security_opt",
                            "restart",
                            "init",
                            "mem_limit",
                            "stop_grace_period",
                            "deploy"),
            "services.*.healthcheck", Set.of("test", "interval", "timeout", "retries", "start_period"),
            "services.*.depends_on.*", Set.of("condition"),
            "services.*.deploy", Set.of("resources"),
            "services.*.deploy.resources", Set.of("reservations"),
            "services.*.deploy.resources.reservations", Set.of("devices"));

    /** Under these, names are the file's own. */
    private static final Set<String> FREE = Set.of("services", "volumes", "services.*.depends_on");

    private Compose() {}

    /**
     * Looks at every mapping.
     *
     * @throws IllegalStateException naming the first key that is not known
     */
    static void requireKnownKeys(Map<?, ?> file) {
        check(file, "", "");
    }

    private static void check(Object node, String place, String pattern) {
        if (!(node instanceof Map<?, ?> map) || pattern.endsWith(".environment")) {
            return;
        }
        map.forEach((key, value) -> {
            String name = key.toString();
            boolean free = FREE.contains(pattern);
            boolean extension = pattern.isEmpty() && name.startsWith("x-");
            if (!free && !extension && !KEYS.getOrDefault(pattern, Set.of()).contains(name)) {
                throw new IllegalStateException("no such key: " + join(place, name));
            }
            if (!extension) {
                check(value, join(place, name), join(pattern, free ? "*" : name));
            }
        });
    }

    private static String join(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> services(String file) {
        return new LinkedHashMap<>((Map<String, Map<String, Object>>)
                Checkout.yaml("deploy/docker/" + file).get("services"));
    }

    /** With the default where it can be another one. */
    static String image(Map<String, Object> service) {
        return service.get("image").toString().replaceAll("\\$\\{[A-Z0-9_]+:-([^}]+)}", "$1");
    }

    static Map<String, String> environment(Map<String, Object> service) {
        Map<String, String> environment = new LinkedHashMap<>();
        ((Map<?, ?>) service.getOrDefault("environment", Map.of()))
                .forEach((name, value) -> environment.put(name.toString(), value.toString()));
        return environment;
    }
}
