package io.connectprocessor.ledger;

import java.time.Duration;

/** The few places where the two databases want different words. */
enum Dialect {
    EMBEDDED {
        @Override
        String inWords(String sql, Duration lease) {
            return sql.replace(":now", "cast(:now as timestamp(6) with time zone)")
                    .replace(":leased", "cast(:leased as timestamp(6) with time zone)")
                    .replace(
                            ASIDE,
                            "undecided = true and aside >= timestamp with time zone '1970-01-01 00:00:00+00:00' and")
                    .replace(ASIDE_FIRST, "undecided, aside,")
                    .replace(NOT_ASIDE, "aside is null and");
        }

        @Override
        String unlessPresent(String key) {
            return "";
        }

        @Override
        String untilCommitted() {
            return "";
        }

        @Override
        int identitiesInStock() {
            return 1000;
        }
    },
    POSTGRESQL {
        /** {@code now()} would be the start of the transaction, which may lie before a lock that another node held. */
        @Override
        String inWords(String sql, Duration lease) {
            return sql.replace(":now", "clock_timestamp()")
                    .replace(":leased", "(clock_timestamp() + interval '" + lease.toMillis() / 1000.0 + " seconds')");
        }

        @Override
        String unlessPresent(String key) {
            return " on conflict (" + key + ") do nothing";
        }

        @Override
        String untilCommitted() {
            return " for no key update";
        }

        @Override
        int identitiesInStock() {
            return 1;
        }
    };

    /**
     * Before a condition on what is null for all but a few undecided requests: {@code retry_at}, {@code inquired}, {@code interrupted}. PostgreSQL has an index
     * of each, and reads a comment; the embedded ledger has one for all three.
     */
    static final String ASIDE = "/* aside */";

    /** In an order by {@code retry_at} of such. */
    static final String ASIDE_FIRST = "/* aside first */";

    /** Before a condition on {@code first_seen} of decided ones, none of which is aside. */
    static final String NOT_ASIDE = "/* not aside */";

    /** Puts the database's time in place of {@code :now}, and the end of a lease that begins now in place of {@code :leased}. */
    abstract String inWords(String sql, Duration lease);

    /**
     * Ends an insert that two nodes may do at once. H2 in its regular mode knows no such words and needs none: it has one writer, which looked
     * before.
     */
    abstract String unlessPresent(String key);

    /** As {@link #unlessPresent(String)}, the key being {@code id}. */
    String unlessPresent() {
        return unlessPresent("id");
    }

    /** Ends a select whose rows nobody else may change before the commit. */
    abstract String untilCommitted();

    /** How many identities are taken at once. */
    abstract int identitiesInStock();
}
