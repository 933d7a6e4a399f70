package io.connectprocessor.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of a reported record: enough to know it again, and to tell whether it has changed. */
record Fingerprint(long high, long low, long content) {

    static Fingerprint of(String recordId, byte[] record) {
        ByteBuffer id = ByteBuffer.wrap(sha256().digest(recordId.getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(
                id.getLong(),
                id.getLong(),
                ByteBuffer.wrap(sha256().digest(record)).getLong());
    }

    void put(ByteBuffer into) {
        into.putLong(high).putLong(low).putLong(content);
    }

    /** 32 hexadecimal digits. */
    static String hex(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
