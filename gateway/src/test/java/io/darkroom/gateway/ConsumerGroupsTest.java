package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.install.KafkaAcls;
import io.darkroom.install.Role;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** A gateway's user may use the groups of one prefix only: a group of another name would fail on a secure cluster alone. */
class ConsumerGroupsTest {
    @Test
    void eachGroupIsOneThatTheGatewaysUserMayUse() throws Exception {
        String prefix = KafkaAcls.of(Role.GATEWAY).stream()
                .map(AclBinding::pattern)
                .filter(pattern ->
                        pattern.resourceType() == ResourceType.GROUP && pattern.patternType() == PatternType.PREFIXED)
                .map(pattern -> pattern.name())
                .distinct()
                .reduce((one, other) -> one + " or " + other)
                .orElseThrow();
        Map<String, String> groups = new TreeMap<>(constants());
        groups.putAll(channels());
        assertThat(groups).hasSizeGreaterThan(4);
        assertThat(groups).allSatisfy((where, group) -> assertThat(group).startsWith(prefix));
    }

    /** By class. */
    private static Map<String, String> constants() throws Exception {
        Map<String, String> found = new TreeMap<>();
        Path root = classes();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.');
                Class<?> type = Class.forName(
                        name.substring(0, name.length() - ".class".length()),
                        false,
                        ConsumerGroupsTest.class.getClassLoader());
                for (Field field : type.getDeclaredFields()) {
                    if (field.getName().equals("GROUP") && field.getType() == String.class) {
                        field.setAccessible(true);
                        found.put(type.getName(), (String) field.get(null));
                    }
                }
            }
        }
        return found;
    }

    /** By configuration key. */
    private static Map<String, String> channels() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(classes().resolve("application.properties"))) {
            properties.load(in);
        }
        Map<String, String> found = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.endsWith(".group.id"))
                .forEach(name -> found.put(name, properties.getProperty(name)));
        return found;
    }

    /** Where Maven compiles the gateway to; tests run in the module's folder. */
    private static Path classes() {
        return Path.of("target/classes").toAbsolutePath();
    }
}
