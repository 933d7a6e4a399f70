package io.connectprocessor.ledger;

import java.sql.Connection;
import java.time.Instant;

/**
 * What one piece of work in the database has at hand.
 *
 * @param connection in a transaction
 * @param statements the SQL in the dialect's words
 * @param now the embedded ledger's time for all of this work; on PostgreSQL only an estimate: statements use the database's own as {@code :now}.
 *     It is {@code :at} in timelines, where what one process did must stand in the order in which it did it
 * @param again an earlier run of the same work may have been committed without our knowing
 */
record Transaction(Connection connection, Statements statements, Instant now, boolean again) {

    Call call(String sql) {
        return new Call(this, statements.parse(sql))
                .set("now", now)
                .set("at", now)
                .set("leased", now.plus(statements.lease()));
    }

    boolean on(Dialect dialect) {
        return statements.dialect() == dialect;
    }
}
