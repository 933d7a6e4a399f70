-- H2 writes the file once more each time that it takes a stock of identities, 32 by default: with ten lines of timeline a request, at every
-- third one. On PostgreSQL each connection has a stock of its own, from which no order would come.
alter table ledger_event alter column seq set cache ${identities};
