package io.darkroom.platform.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script that receives its keys as KEYS, as Redis requires, and all other arguments as one JSON object in
 * ARGV[1], which it decodes with {@code cjson}. Numbers that the script passes on to Redis are sent as strings, because
 * Lua would format large ones with an exponent.
 *
 * @param <T> type of the script's result
 */
public final class RedisScript<T> {
    private final String text;
    private final ScriptOutputType output;
    private volatile @Nullable String digest;

    private RedisScript(String text, ScriptOutputType output) {
        this.text = text;
        this.output = output;
    }

    /**
     * A script that returns an integer.
     *
     * @param beside a class in the package that contains the file
     */
    public static RedisScript<Long> integer(Class<?> beside, String file) {
        return new RedisScript<>(read(beside, file), ScriptOutputType.INTEGER);
    }

    /** A script that returns a string. */
    public static RedisScript<String> string(Class<?> beside, String file) {
        return new RedisScript<>(read(beside, file), ScriptOutputType.VALUE);
    }

    private static String read(Class<?> beside, String file) {
        try (var lua = beside.getResourceAsStream(file)) {
            if (lua == null) {
                throw new IllegalStateException(
                        "resource " + file + " not found in the package of " + beside.getName());
            }
            return new String(lua.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Runs the script by its digest; if Redis does not have it cached, e.g. after a restart, sends the whole script.
     */
    public CompletableFuture<T> run(RedisAsyncCommands<String, String> redis, String[] keys, String json) {
        return redis.<T>evalsha(digest(redis), output, keys, json)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> isUnknown(failure)
                        ? redis.<T>eval(text, output, keys, json).toCompletableFuture()
                        : CompletableFuture.failedFuture(failure));
    }

    private String digest(RedisAsyncCommands<String, String> redis) {
        String known = digest;
        if (known == null) {
            known = redis.digest(text);
            digest = known;
        }
        return known;
    }

    private static boolean isUnknown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RedisNoScriptException;
    }
}
