package io.darkroom.rules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** A test that starts Kafka, Redis, an object store, a gateway or a worker; {@code ./darkroom test --fast} leaves it out. */
@Tag(UsesServers.TAG)
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface UsesServers {
    String TAG = "servers";
}
