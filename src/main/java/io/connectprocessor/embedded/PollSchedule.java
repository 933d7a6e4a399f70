package io.connectprocessor.embedded;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.CronExpression;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedule of {@code poll.cron}. */
public record PollSchedule(String cron) {

    private static final Logger LOG = LoggerFactory.getLogger(PollSchedule.class);

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
     * Starts a poll now if the schedule would within the hour; one at a time all the same, for it is the schedule's own job.
     *
     * @param trigger the route that starts polls; null, or one that starts by anything but Quartz, has no first poll
     */
    public void fireNow(Route trigger) {
        if (trigger == null || !(trigger.getEndpoint() instanceof QuartzEndpoint schedule) || !isWithinTheHour()) {
            return;
        }
        TriggerKey key = schedule.getTriggerKey();
        try {
            schedule.getComponent().getScheduler().triggerJob(new JobKey(key.getName(), key.getGroup()));
        } catch (SchedulerException e) {
            LOG.warn("The first poll waits for the schedule: {}", e.getMessage());
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
