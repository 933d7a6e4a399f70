package io.connectprocessor.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kinds of times. */
final class Times {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern BARE = Pattern.compile("[0-9]+");

    private Times() {}

    /** @param least as written, such as {@code 1ms} */
    static Kind<Duration> duration(String least, String most) {
        Duration from = parse(least);
        Duration to = parse(most);
        String form = "duration, " + least + " to " + most;
        return new Kind<>(form, text -> readDuration(text.strip(), from, to, least + " to " + most), Times::write);
    }

    static Kind<String> cron() {
        return new Kind<>("Quartz cron of six or seven fields", text -> readCron(text.strip()), text -> text);
    }

    static Kind<String> month() {
        return new Kind<>("month, such as `2026-01`", text -> readMonth(text.strip()), text -> text);
    }

    private static String readMonth(String text) throws Refused {
        if (!text.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
            throw new Refused("is not a month: " + Shown.refused(text), "write year and month, such as 2026-01");
        }
        return text;
    }

    private static Duration readDuration(String text, Duration from, Duration to, String range) throws Refused {
        if (BARE.matcher(text).matches()) {
            throw new Refused("has no unit: " + Shown.refused(text), "write the unit: ms, s, m or h, such as 30s");
        }
        if (!DURATION.matcher(text).matches()) {
            throw new Refused(
                    "is not a duration: " + Shown.refused(text), "write a whole number and ms, s, m or h, such as 30s");
        }
        Duration duration = parse(text);
        if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
            throw new Refused("is out of range: " + text, "write a duration from " + range);
        }
        return duration;
    }

    private static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        switch (matcher.group(2)) {
            case "ms":
                return Duration.ofMillis(amount);
            case "s":
                return Duration.ofSeconds(amount);
            case "m":
                return Duration.ofMinutes(amount);
            default:
                return Duration.ofHours(amount);
        }
    }

    static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }

    /** Only what people get wrong coming from Unix cron; the rest is Quartz's to say. */
    private static String readCron(String text) throws Refused {
        String[] fields = text.split("\\s+");
        if (fields.length < 6 || fields.length > 7) {
            throw new Refused(
                    "is not a Quartz cron, it has " + fields.length + " fields: " + Shown.quoted(text),
                    "write six fields, seconds first, such as 0/30 * * * * ?");
        }
        if (fields[3].equals("?") == fields[5].equals("?")) {
            throw new Refused(
                    "is not a Quartz cron: " + Shown.quoted(text),
                    "write ? in exactly one of the fields day of month (fourth) and day of week (sixth)");
        }
        return String.join(" ", fields);
    }
}
