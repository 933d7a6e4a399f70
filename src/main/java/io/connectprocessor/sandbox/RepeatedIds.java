package io.connectprocessor.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds ids that occur twice among very many, in 8 bytes each: {@link #note} all of them, then ask {@link #isRepeated} for all of them again in the same order. Exact: only ids whose hash occurs twice are
 * compared themselves.
 */
final class RepeatedIds {

    private final MessageDigest digest;
    private long[] hashes = new long[1024];
    private int count;
    private Set<Long> suspects;
    private final Set<String> seen = new HashSet<>();

    RepeatedIds() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void note(String id) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = hash(id);
    }

    /** Whether it came before. */
    boolean isRepeated(String id) {
        if (suspects == null) {
            suspects = suspects();
        }
        return suspects.contains(hash(id)) && !seen.add(id);
    }

    private Set<Long> suspects() {
        long[] sorted = Arrays.copyOf(hashes, count);
        Arrays.sort(sorted);
        Set<Long> twice = new HashSet<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                twice.add(sorted[i]);
            }
        }
        return twice;
    }

    private long hash(String id) {
        return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
