package io.darkroom.cli.stack;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data folder of a stack whose operator named none: {@code .darkroom} in the checkout. */
public final class DefaultFolder {
    /** System property that names the checkout for a program that lies outside of it. */
    private static final String CHECKOUT = "darkroom.checkout";

    private DefaultFolder() {}

    /**
     * Searches upward from the place of this class for the launcher.
     *
     * @throws IllegalStateException if this program lies outside a checkout
     */
    public static Path find() {
        String named = System.getProperty(CHECKOUT);
        Path checkout = named != null ? Path.of(named).toAbsolutePath() : above(ownLocation());
        if (checkout == null) {
            throw new IllegalStateException(
                    "this program lies outside a Darkroom checkout; name the data folder by --data or DARKROOM_DATA");
        }
        return checkout.resolve(".darkroom");
    }

    private static @Nullable Path above(Path start) {
        Path at = start.toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("darkroom"))) {
            at = at.getParent();
        }
        return at;
    }

    private static Path ownLocation() {
        try {
            return Path.of(DefaultFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has a location that is not a URI", e);
        }
    }
}
