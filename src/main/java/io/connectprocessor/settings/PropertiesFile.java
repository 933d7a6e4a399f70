package io.connectprocessor.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file as {@link Properties} reads it, save that it is UTF-8, that each key knows its line, and that a key
 * given twice is a finding.
 */
final class PropertiesFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String name;
    private final Map<String, Given> entries = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private PropertiesFile(String name) {
        this.name = name;
    }

    static PropertiesFile none() {
        return new PropertiesFile("none");
    }

    /** A missing file is an empty one. */
    static PropertiesFile read(Path path) {
        PropertiesFile file = new PropertiesFile(path.getFileName().toString());
        if (Files.exists(path)) {
            file.load(path);
        }
        return file;
    }

    Map<String, Given> entries() {
        return entries;
    }

    List<Finding> findings() {
        return findings;
    }

    private void load(Path path) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            split(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            findings.add(new Finding(name, "is not UTF-8", "save the file as UTF-8, or write \\u00e9 for é"));
        } catch (IOException e) {
            findings.add(new Finding(
                    name,
                    "cannot be read (" + e.getClass().getSimpleName() + ")",
                    "make it a file that this user may read"));
        }
    }

    private void split(String text) {
        String[] lines = text.split("\r\n|\n|\r", -1);
        int next = 0;
        while (next < lines.length) {
            int first = next;
            StringBuilder logical = new StringBuilder(lines[next++]);
            while (next < lines.length && !isSkipped(lines[first]) && isContinued(lines[next - 1])) {
                logical.append('\n').append(lines[next++]);
            }
            if (!isSkipped(lines[first])) {
                add(logical.toString(), first + 1);
            }
        }
    }

    /** A comment is not continued, whatever it ends with. */
    private static boolean isSkipped(String line) {
        String content = line.replaceFirst("^[ \t\f]+", "");
        return content.isEmpty() || content.startsWith("#") || content.startsWith("!");
    }

    private static boolean isContinued(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private void add(String logical, int number) {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            findings.add(new Finding(
                    place(number),
                    "holds a \\u that four hexadecimal digits do not follow",
                    "write \\\\ for a backslash"));
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be read", e);
        }
        parsed.stringPropertyNames().forEach(key -> add(key, new Given(parsed.getProperty(key), place(number))));
    }

    private void add(String key, Given given) {
        Given earlier = entries.putIfAbsent(key, given);
        if (earlier != null) {
            findings.add(
                    new Finding(given.place(), key + " stands already at " + earlier.place(), "keep one of the two"));
        }
    }

    private String place(int line) {
        return name + ":" + line;
    }
}
