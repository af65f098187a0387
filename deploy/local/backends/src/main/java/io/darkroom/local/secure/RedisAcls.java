package io.darkroom.local.secure;

import io.darkroom.install.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What gateways and workers may do in Redis: their keys, channels and commands, in the rules of Redis 6.2, which later versions
 * read, too. These rules cannot allow reading a key and forbid writing it, so a worker could change the keys that it only reads.
 * An installer does not use Redis.
 */
public final class RedisAcls {
    private static final List<String> GATEWAY = List.of(
            "~darkroom:*",
            "&darkroom:announce:*",
            "&darkroom:announce-feed:*",
            // Connections.
            "+ping",
            // Leases, flags, scripts.
            "+get",
            "+mget",
            "+set",
            "+setex",
            "+del",
            "+expire",
            "+pexpire",
            "+incrby",
            "+scan",
            "+eval",
            "+evalsha",
            // Views, and what waits and runs.
            "+hget",
            "+hmget",
            "+hgetall",
            "+hvals",
            "+hlen",
            "+hset",
            "+hsetnx",
            "+hincrby",
            "+hdel",
            "+lpush",
            "+rpush",
            "+lrange",
            "+ltrim",
            "+sadd",
            "+smembers",
            "+zadd",
            "+zrem",
            "+zcard",
            "+zrank",
            "+zrange",
            "+zrangebyscore",
            "+zrevrangebyscore",
            "+zremrangebyscore",
            // Events and announcements.
            "+xadd",
            "+xrange",
            "+xrevrange",
            "+publish",
            "+subscribe",
            "+unsubscribe");

    private static final List<String> WORKER = List.of(
            "~darkroom:job:*",
            "~darkroom:cancel:*",
            "~darkroom:tried:*",
            "~darkroom:worker:*",
            "~darkroom:leave:*",
            "+ping",
            "+get",
            "+mget",
            "+hgetall",
            "+exists",
            "+setex",
            "+del");

    private static final List<String> EVERYTHING = List.of("~*", "&*", "+@all");

    private RedisAcls() {}

    /** The rules after the password; empty for a role that does not use Redis. */
    public static List<String> of(Role role) {
        return switch (role) {
            case GATEWAY -> GATEWAY;
            case WORKER -> WORKER;
            case INSTALLER -> List.of();
        };
    }

    /** The command that makes the user of a role; {@code PASSWORD} stands for the password. */
    public static String command(Role role, String user) {
        return "ACL SETUSER " + user + " reset resetchannels on '>PASSWORD' " + String.join(" ", of(role));
    }

    /**
     * An ACL file of a server: the roles' users, an operator who may do everything, and nobody without a password.
     *
     * @param passwords by role; roles that do not use Redis are left out of the file
     */
    public static String file(Map<Role, String> passwords, String operator, String operatorPassword) {
        StringBuilder lines = new StringBuilder("user default off\n");
        lines.append(line(operator, operatorPassword, EVERYTHING));
        new TreeMap<>(passwords).forEach((role, password) -> {
            if (!of(role).isEmpty()) {
                lines.append(line(role.user(), password, of(role)));
            }
        });
        return lines.toString();
    }

    private static String line(String user, String password, List<String> rules) {
        return "user " + user + " reset resetchannels on #" + sha256(password) + " " + String.join(" ", rules) + "\n";
    }

    private static String sha256(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
