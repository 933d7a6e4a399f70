package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a request that a poll has put into a queue at a broker from one that somebody else has put there: a keyed hash over what the platform
 * said, of what kind it is and when it was asked for. The key comes from {@code connect.api-key}; nodes with different keys do not know each
 * other's seals. Thread-safe.
 */
final class Seal {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Json json;

    Seal(String apiKey, Json json) {
        this.key = new SecretKeySpec(("queue.requests " + apiKey).getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.json = json;
    }

    /** @param askedAt milliseconds since 1970 */
    String of(String kind, long askedAt, Map<String, Object> row) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((kind + " " + askedAt + " ").getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(json.bytes(row)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has " + ALGORITHM + ".", missing);
        }
    }

    /** @param seal null is none */
    boolean fits(String seal, String kind, long askedAt, Map<String, Object> row) {
        return seal != null
                && MessageDigest.isEqual(
                        seal.getBytes(StandardCharsets.UTF_8),
                        of(kind, askedAt, row).getBytes(StandardCharsets.UTF_8));
    }
}
