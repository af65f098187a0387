package io.darkroom.rules.bad.local;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts servers before tests. */
final class StackExtension implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        StackUnderTest.start();
    }
}
