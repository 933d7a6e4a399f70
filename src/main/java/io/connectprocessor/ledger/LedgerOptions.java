package io.connectprocessor.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * How to open a {@link Ledger}.
 *
 * @param url {@code jdbc:h2:file:./data/ledger} (also {@code jdbc:h2:mem:…}, which forgets everything) or {@code jdbc:postgresql://host/database}
 * @param user database user; for H2 whatever the file was created with
 * @param password its password; never logged
 * @param owner name of this process in claims, unique among all that share the ledger
 * @param lease how long a claim lasts without renewal; 60 s by default
 * @param renewEvery how often all claims of this process are renewed, a third of the lease by default
 * @param poolSize connections to PostgreSQL, at least 3, 8 by default; the embedded ledger always uses 3
 * @param retention how long decided and discarded requests are kept for {@link Ledger#find} and repeats; 30 days by default
 * @param outbox what is noted for other systems; nothing by default
 * @param clock the embedded ledger's source of time; PostgreSQL uses the database's and this one only to notice a suspended machine
 */
public record LedgerOptions(
        String url,
        String user,
        String password,
        String owner,
        Duration lease,
        Duration renewEvery,
        int poolSize,
        Duration retention,
        OutboxOptions outbox,
        Clock clock) {

    public LedgerOptions {
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException(
                    "ledger.url is empty. Set it to jdbc:h2:file:./data/ledger or to jdbc:postgresql://host/database.");
        }
        if (owner == null || owner.isBlank() || owner.length() > 300) {
            throw new IllegalArgumentException(
                    "The ledger's owner name must have 1 to 300 characters, but was '" + owner + "'.");
        }
        if (renewEvery.isNegative() || renewEvery.isZero() || renewEvery.compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "The lease (" + lease + ") must be longer than the time between renewals (" + renewEvery
                            + "), and both more than nought.");
        }
        if (poolSize < 3) {
            throw new IllegalArgumentException(
                    "The ledger's pool needs at least 3 connections, but was given " + poolSize + ".");
        }
    }

    /** The defaults for a URL, with no user and no password for PostgreSQL, and H2's own default user for an embedded one. */
    public static LedgerOptions of(String url) {
        boolean embedded = url != null && url.startsWith("jdbc:h2:");
        return new LedgerOptions(
                url,
                embedded ? "sa" : null,
                embedded ? "" : null,
                processName(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                8,
                Duration.ofDays(30),
                OutboxOptions.NONE,
                Clock.systemUTC());
    }

    public LedgerOptions withLogin(String newUser, String newPassword) {
        return new LedgerOptions(
                url, newUser, newPassword, owner, lease, renewEvery, poolSize, retention, outbox, clock);
    }

    public LedgerOptions withOwner(String newOwner) {
        return new LedgerOptions(url, user, password, newOwner, lease, renewEvery, poolSize, retention, outbox, clock);
    }

    /** Sets the lease, and the time between renewals to a third of it. */
    public LedgerOptions withLease(Duration newLease) {
        return new LedgerOptions(
                url, user, password, owner, newLease, newLease.dividedBy(3), poolSize, retention, outbox, clock);
    }

    public LedgerOptions withPoolSize(int newPoolSize) {
        return new LedgerOptions(url, user, password, owner, lease, renewEvery, newPoolSize, retention, outbox, clock);
    }

    public LedgerOptions withRetention(Duration newRetention) {
        return new LedgerOptions(url, user, password, owner, lease, renewEvery, poolSize, newRetention, outbox, clock);
    }

    public LedgerOptions withOutbox(OutboxOptions newOutbox) {
        return new LedgerOptions(url, user, password, owner, lease, renewEvery, poolSize, retention, newOutbox, clock);
    }

    public LedgerOptions withClock(Clock newClock) {
        return new LedgerOptions(url, user, password, owner, lease, renewEvery, poolSize, retention, outbox, newClock);
    }

    @Override
    public String toString() {
        return "LedgerOptions[url=" + LedgerUrl.shown(url) + ", owner=" + owner + ", lease=" + lease + "]";
    }

    /** Host and process id may both repeat in containers, so a random part makes it unique. */
    private static String processName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        return host + "/" + ProcessHandle.current().pid() + "/" + UUID.randomUUID();
    }
}
