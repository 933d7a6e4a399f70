package io.connectprocessor.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an operator sees and does by JMX. Nothing here shows a key or a customer's data. Counts are those of the ledger, of all nodes that share
 * it; the rest is of this process.
 */
public interface ProcessorMXBean {

    /** What JMX clients show of an attribute, an operation or a parameter; of a parameter, its name first: {@code id: …}. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    @interface Says {
        String value();
    }

    @Says("Requests that could begin now")
    long getReady();

    @Says("Requests that are worked on, on any node")
    long getClaimed();

    @Says("Requests that wait for another try, for connect:later or for their planned date")
    long getWaiting();

    @Says("Requests that wait for an older one of their asset")
    long getHeldBack();

    @Says("Requests that need a person")
    long getParked();

    @Says("Requests whose customer was asked")
    long getInquired();

    @Says("Requests that the platform keeps until a date")
    long getScheduled();

    @Says("Requests that this process has taken and not ended yet")
    int getOnTheirWay();

    @Says("Events that events.endpoint and park.endpoint have not taken yet")
    long getEventsWaiting();

    @Says("Whether an operator has paused this process")
    boolean isPaused();

    @Says("'ready', or why not")
    String getReadiness();

    @Says("Makes one parked or waiting request ready again; it is read again before any effect")
    String replay(@Says("id: PR-…, TCR-… or TAR-…") String id);

    @Says("Makes all parked requests ready again, or those of one kind of failure")
    String replayAll(
            @Says("cause: kind of failure, such as refused or exhausted; empty for all") String cause,
            @Says("ratePerMinute: so many in a minute, one after the other, 0.06 to 60000; 0 for all at once")
                    double ratePerMinute);

    @Says(
            "Gives a request up in the ledger, so that younger ones of its asset go on; at the platform it stays as it is")
    String discard(
            @Says("id: PR-…, TCR-… or TAR-…") String id,
            @Says("reason: why, for the audit and for whoever listens at events.endpoint") String reason);

    @Says("Takes nothing new on this process until resume; what is on its way goes on. Other nodes go on")
    String pause();

    @Says("Ends a pause or a drain")
    String resume();

    @Says("Pauses, waits for what is on its way (shutdown.grace at most), and says whether all is quiet")
    String drain();
}
