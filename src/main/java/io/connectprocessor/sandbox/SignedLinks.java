package io.connectprocessor.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Links to files that whoever has them may follow, without a key, for a while: 600 s to an uploaded file, 30 s to a processed one (cloudblue/connect-haxe-sdk, models/UsageFile.hx). Thread-safe.
 */
final class SignedLinks {

    private static final Duration UPLOADED = Duration.ofSeconds(600);
    private static final Duration PROCESSED = Duration.ofSeconds(30);

    private final Clock clock;

    /** The URL that the links begin with, known once the sandbox listens. */
    private final Supplier<String> root;

    private final String secret;

    SignedLinks(Clock clock, Supplier<String> root, String secret) {
        this.clock = clock;
        this.root = root;
        this.secret = secret;
    }

    String uploaded(UsageFile file) {
        return link(file.id + "/uploaded.xlsx", UPLOADED);
    }

    String processed(UsageFile file) {
        return link(file.id + "/processed.xlsx", PROCESSED);
    }

    private String link(String path, Duration life) {
        long expires = clock.instant().plus(life).getEpochSecond();
        return root.get() + "/" + path + "?Expires=" + expires + "&Signature=" + signature(path, expires);
    }

    /** Refuses a call whose link is not good, or no longer. */
    void check(Call call) {
        String path = call.path().substring(1);
        String expires = call.query().replaceFirst("^Expires=([0-9]{1,15})&Signature=.*", "$1");
        boolean signed = expires.matches("[0-9]+")
                && call.query().equals("Expires=" + expires + "&Signature=" + signature(path, Long.parseLong(expires)));
        if (!signed
                || !clock.instant()
                        .isBefore(Instant.ofEpochSecond(Long.parseLong(expires)).plusSeconds(1))) {
            throw new Refusal(403, null, "The link is not good, or no longer.");
        }
    }

    private String signature(String path, long expires) {
        try {
            byte[] text = (secret + "\n" + path + "\n" + expires).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
