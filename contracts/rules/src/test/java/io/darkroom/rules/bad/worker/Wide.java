package io.darkroom.rules.bad.worker;

/** One parameter too many. */
final class Wide {
    Wide(int a, int b, int c, int d, int e, int f, int g, int h) {}

    /** A document of this module. */
    record Document(int a, int b, int c, int d, int e, int f, int g, int h) {}

    /** The compiler adds two parameters here. */
    enum Seven {
        ONE(1, 2, 3, 4, 5, 6, 7);

        Seven(int a, int b, int c, int d, int e, int f, int g) {}
    }

    /** And one here. */
    final class Inner {
        Inner(int a, int b, int c, int d, int e, int f, int g) {}
    }
}
