package io.connectprocessor.failure;

import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectStreamException;
import java.io.UTFDataFormatException;
import java.io.UnsupportedEncodingException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.InvalidPropertiesFormatException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** From an answer, or from an exception, to a {@link Failure}. Pure: same input, same output. */
public final class FailureClassifier {

    private static final int SHOWN = 200;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private FailureClassifier() {}

    /**
     * Classifies an answer that is not the wanted one.
     *
     * @param status HTTP status; a 2xx here means that the body could not be used
     * @param code the platform's {@code error_code}, or null
     * @param words the platform's {@code errors}, or the beginning of the body; each is cut to 200 characters
     * @param retryAfter the value of {@code Retry-After} as sent, or null
     * @param now to turn a date in {@code Retry-After} into a duration
     */
    public static Failure ofAnswer(
            Api api, int status, String code, List<String> words, String retryAfter, Instant now) {
        List<String> shown = words.stream().map(FailureClassifier::cut).toList();
        String what = api.speaker() + " answered " + status + (code == null ? "" : " " + code)
                + (shown.isEmpty() ? "" : ": " + String.join("; ", shown));
        return new Failure(kindOf(status), api, status, code, shown, retryAfter(retryAfter, now), what);
    }

    /** Classifies a call that brought no answer, or only a part of one. */
    public static Failure ofCause(Api api, Throwable thrown) {
        FailedException known = FailedException.in(thrown);
        if (known != null) {
            return known.failure();
        }
        Throwable cause = root(thrown);
        boolean passes = cause instanceof IOException || cause instanceof TimeoutException;
        String what = api.speaker() + " did not answer: " + say(cause);
        return new Failure(passes ? FailureKind.TRANSIENT : FailureKind.BUG, api, 0, null, List.of(), null, what);
    }

    /**
     * Classifies what a step threw that is none of ours, an endpoint of the vendor's route for example. What tells of the network is the vendor
     * who did not answer, and so is an {@code IOException} that tells nothing; of files, of text that cannot be read and of addresses that are
     * none, waiting cures nothing: a {@link FailureKind#BUG}.
     */
    public static Failure ofStep(Api vendor, Throwable thrown) {
        Throwable network = first(thrown, FailureClassifier::tellsOfTheNetwork);
        if (network != null) {
            return ofCause(vendor, network);
        }
        Throwable io = first(thrown, IOException.class::isInstance);
        if (io != null && first(thrown, FailureClassifier::tellsOfTheRoute) == null) {
            return ofCause(vendor, io);
        }
        Throwable root = first(thrown, cause -> cause.getCause() == null);
        return Failure.of(
                FailureKind.BUG,
                "a step threw " + (root == null ? thrown : root).getClass().getName() + "; its stack is in the log");
    }

    private static boolean tellsOfTheNetwork(Throwable cause) {
        return cause instanceof IOException
                && !(cause instanceof MalformedURLException)
                && (cause instanceof SSLException
                        || cause instanceof InterruptedIOException
                        || comesFrom(cause, "java.net.", "org.apache.hc."));
    }

    private static boolean tellsOfTheRoute(Throwable cause) {
        return cause instanceof FileSystemException
                || cause instanceof FileNotFoundException
                || cause instanceof CharConversionException
                || cause instanceof CharacterCodingException
                || cause instanceof UnsupportedEncodingException
                || cause instanceof UTFDataFormatException
                || cause instanceof ObjectStreamException
                || cause instanceof InvalidPropertiesFormatException
                || cause instanceof MalformedURLException
                || comesFrom(cause, "com.fasterxml.jackson.");
    }

    /** By the names of its classes: none of these libraries is needed to tell. */
    private static boolean comesFrom(Throwable cause, String... packages) {
        for (Class<?> type = cause.getClass(); type != IOException.class && type != null; type = type.getSuperclass()) {
            String name = type.getName();
            if (Arrays.stream(packages).anyMatch(name::startsWith)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable first(Throwable thrown, Predicate<Throwable> wanted) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 32; cause = cause.getCause(), depth++) {
            if (wanted.test(cause)) {
                return cause;
            }
        }
        return null;
    }

    /** {@code Retry-After} in seconds or as an HTTP date (RFC 9110, 10.2.3), at most an hour; null when absent or unreadable. */
    static Duration retryAfter(String value, Instant now) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.trim();
        Duration wait;
        try {
            wait = text.chars().allMatch(Character::isDigit)
                    ? seconds(text)
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException | NumberFormatException unreadable) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
    }

    private static Duration seconds(String digits) {
        return digits.length() > 9 ? LONGEST_RETRY_AFTER : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static FailureKind kindOf(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.UNAUTHORIZED;
            case 429 -> FailureKind.THROTTLED;
            case 408, 425 -> FailureKind.TRANSIENT;
            default -> status < 300 || status >= 500 ? FailureKind.TRANSIENT : FailureKind.REFUSED;
        };
    }

    private static String say(Throwable cause) {
        if (cause instanceof SocketTimeoutException) {
            return "timed out";
        }
        if (cause instanceof UnknownHostException) {
            return "its host name is unknown";
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "connection refused";
        }
        if (cause instanceof SSLException) {
            return "TLS failed (" + cut(String.valueOf(cause.getMessage())) + ")";
        }
        return "connection broken (" + cause.getClass().getSimpleName() + ")";
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause.getCause() != null && !(cause instanceof IOException) && depth < 32; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String cut(String text) {
        String line = Redaction.oneLine(text);
        if (line.length() <= SHOWN) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return line.substring(0, end) + "…";
    }
}
