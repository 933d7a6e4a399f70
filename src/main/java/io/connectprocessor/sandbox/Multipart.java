package io.connectprocessor.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/form-data} (RFC 7578) from disk to disk. */
final class Multipart {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern DISPOSITION =
            Pattern.compile("content-disposition:\\s*form-data;(.*)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_HEADER = 8192;

    private final Spool spool;

    Multipart(Spool spool) {
        this.spool = spool;
    }

    /** @param content a file of the caller's own */
    record Part(String fileName, Path content) {}

    /** The part of this name; null when there is none. */
    Part part(Call call, String wanted) {
        Matcher boundary = BOUNDARY.matcher(call.headers().getOrDefault("content-type", ""));
        if (call.spooled() == null || !boundary.find()) {
            return null;
        }
        byte[] delimiter = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(call.spooled()), 1 << 16)) {
            copyUntil(in, delimiter, 2, OutputStream.nullOutputStream());
            while (!line(in).startsWith("--")) {
                String disposition = disposition(in);
                if (!wanted.equals(attribute(disposition, "name"))) {
                    copyUntil(in, delimiter, 0, OutputStream.nullOutputStream());
                    continue;
                }
                Path content = spool.newFile();
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(content), 1 << 16)) {
                    copyUntil(in, delimiter, 0, out);
                }
                return new Part(attribute(disposition, "filename"), content);
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String disposition(InputStream in) throws IOException {
        String found = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            Matcher disposition = DISPOSITION.matcher(line);
            found = disposition.matches() ? disposition.group(1) : found;
        }
        return found;
    }

    /** Null when there is none. */
    private static String attribute(String disposition, String name) {
        Matcher attribute = Pattern.compile("(?:^|[;\\s])" + name + "=(?:\"([^\"]*)\"|([^;\\s]+))")
                .matcher(disposition);
        if (!attribute.find()) {
            return null;
        }
        return attribute.group(1) == null ? attribute.group(2) : attribute.group(1);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_HEADER) {
                throw broken();
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /**
     * Copies what stands before the delimiter and reads over it.
     *
     * @param matched how much of the delimiter counts as read: at the start of the body there is no line break before it
     */
    private static void copyUntil(InputStream in, byte[] delimiter, int matched, OutputStream out) throws IOException {
        int found = matched;
        while (found < delimiter.length) {
            int b = in.read();
            if (b < 0) {
                throw broken();
            }
            if (b == delimiter[found]) {
                found++;
                continue;
            }
            // The line break that a delimiter begins with occurs nowhere else in it.
            out.write(delimiter, 0, found);
            found = b == delimiter[0] ? 1 : 0;
            if (found == 0) {
                out.write(b);
            }
        }
    }

    private static Refusal broken() {
        return new Refusal(400, "VAL_001", "non_field_errors: Multipart form parse error.");
    }
}
