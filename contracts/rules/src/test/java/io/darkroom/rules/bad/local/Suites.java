package io.darkroom.rules.bad.local;

import io.darkroom.rules.UsesServers;
import io.darkroom.rules.bad.local.backends.Backends;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that are never run. */
final class Suites {
    private Suites() {}

    /** By way of another class, in a lambda. */
    static final class ThroughAnother {
        final Supplier<Backends> later = () -> StackUnderTest.start();

        @Test
        void test() {}
    }

    /** By a reference. */
    static final class ByReference {
        final Supplier<Backends> later = StackUnderTest::start;

        @Test
        void test() {}
    }

    /** By its extension. */
    @ExtendWith(StackExtension.class)
    static final class Extended {
        @Test
        void test() {}
    }

    /** By what it inherits. */
    static final class Inheriting extends Base {
        @Test
        void test() {}
    }

    abstract static class Base {
        final Backends backends = StackUnderTest.start();
    }

    /** Says so, and with it the tests inside. */
    @UsesServers
    static final class SayingSo {
        @Nested
        final class Inside {
            @Test
            void test() {
                StackUnderTest.start();
            }
        }
    }

    /** Only names them. */
    static final class Naming {
        @Test
        void test() {
            Backends.KAFKA.isEmpty();
        }
    }
}
