package io.connectprocessor.embedded;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.quartz.CronExpression;

/** The schedule of {@code poll.cron}. */
public record PollSchedule(String cron) {

    /** True when the schedule itself polls within the hour from now: not before a window of the night, say. */
    public boolean isWithinTheHour() {
        try {
            Date next = new CronExpression(cron).getNextValidTimeAfter(new Date());
            return next != null && next.toInstant().isBefore(Instant.now().plus(Duration.ofHours(1)));
        } catch (ParseException e) {
            throw misunderstood(e);
        }
    }

    /**
     * The time between the next two polls.
     *
     * @throws ConfigurationException when Quartz does not understand the expression
     */
    public Duration interval() {
        try {
            CronExpression expression = new CronExpression(cron);
            Date next = expression.getNextValidTimeAfter(new Date());
            Date afterNext = next == null ? null : expression.getNextValidTimeAfter(next);
            return afterNext == null ? Duration.ofDays(1) : Duration.between(next.toInstant(), afterNext.toInstant());
        } catch (ParseException e) {
            throw misunderstood(e);
        }
    }

    private ConfigurationException misunderstood(ParseException e) {
        return new ConfigurationException(
                "poll.cron: \"" + cron + "\" is not a Quartz expression: " + e.getMessage()
                        + ". Every 30 seconds is 0/30 * * * * ?",
                e);
    }
}
