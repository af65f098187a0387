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
 * A Lua script that takes its keys, as Redis wants them, and all else as one JSON object, which it decodes with {@code cjson}. Numbers
 * that the script hands back to Redis are written as strings: Lua would print large ones with an exponent.
 *
 * @param <T> what it returns
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
     * @param beside a class in whose package the file lies
     */
    public static RedisScript<Long> integer(Class<?> beside, String file) {
        return new RedisScript<>(read(beside, file), ScriptOutputType.INTEGER);
    }

    /** The same for a string. */
    public static RedisScript<String> string(Class<?> beside, String file) {
        return new RedisScript<>(read(beside, file), ScriptOutputType.VALUE);
    }

    private static String read(Class<?> beside, String file) {
        try (var lua = beside.getResourceAsStream(file)) {
            if (lua == null) {
                throw new IllegalStateException(file + " is not beside " + beside.getName());
            }
            return new String(lua.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Starts it; a Redis that restarted does not know the script any more and gets it as a whole. */
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
