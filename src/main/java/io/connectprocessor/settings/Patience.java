package io.connectprocessor.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks that what is said of unanswered inquiries can take effect. */
record Patience(Map<String, Setting<?>> own) {

    /** One that stops the start: what is set for the customer would never be said. */
    Optional<Finding> finding() {
        Setting<?> remind = own.get(Keys.INQUIRY_REMIND_AFTER.name());
        Setting<?> expire = own.get(Keys.INQUIRY_EXPIRE_AFTER.name());
        if (remind == null || expire == null || ((Duration) remind.value()).compareTo((Duration) expire.value()) < 0) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                remind.place(),
                "inquiry.remind-after (" + remind.text() + ") is not shorter than inquiry.expire-after ("
                        + expire.text() + "), so that nobody would be reminded",
                "make inquiry.remind-after the shorter one"));
    }

    /** What is set, and has no effect without another key. */
    List<Finding> doubtful() {
        List<Finding> doubtful = new ArrayList<>();
        Setting<?> end = own.get(Keys.INQUIRY_ON_EXPIRY.name());
        if (!own.containsKey(Keys.INQUIRY_REMIND_AFTER.name())) {
            given(Keys.INQUIRY_REMINDER_TEXT)
                    .map(setting -> idle(setting, "inquiry.remind-after"))
                    .ifPresent(doubtful::add);
        }
        if (!own.containsKey(Keys.INQUIRY_EXPIRE_AFTER.name())) {
            Stream.of(Keys.INQUIRY_ON_EXPIRY, Keys.INQUIRY_EXPIRY_REASON)
                    .flatMap(key -> given(key).stream())
                    .map(setting -> idle(setting, "inquiry.expire-after"))
                    .forEach(doubtful::add);
        } else if (end != null && !"fail".equals(end.value())) {
            given(Keys.INQUIRY_EXPIRY_REASON)
                    .map(setting -> idle(setting, "inquiry.on-expiry=fail"))
                    .ifPresent(doubtful::add);
        }
        return doubtful;
    }

    private Optional<Setting<?>> given(Key<?> key) {
        return Optional.<Setting<?>>ofNullable(own.get(key.name()))
                .filter(setting -> !setting.place().equals(Given.DEFAULT));
    }

    private static Finding idle(Setting<?> setting, String missing) {
        return new Finding(
                setting.place(), setting.key().name() + " has no effect without " + missing, "set " + missing + " too");
    }
}
