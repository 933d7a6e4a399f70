package io.connectprocessor.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Usage in the ledger's database. Thread-safe. */
final class UsageRows implements UsageLedger {

    private static final String PRODUCT = "select first_period from ledger_usage_product where id = :id";

    private static final String PERIODS =
            "select product, period, state, records, set_aside, cause, advice, since from ledger_usage_period";

    private static final String FILES =
            "select id, product, contract, currency, period, usage_schema, revision, state, file_id, records,"
                    + " digest, cause, advice, since from ledger_usage_file";

    private static final String UPDATE_PERIOD =
            "update ledger_usage_period set state = :state, records = :records, set_aside = :aside, cause = :cause,"
                    + " advice = :advice, since = :now where id = :id";

    private static final String INSERT_PERIOD =
            "insert into ledger_usage_period (id, product, period, state, records, set_aside, cause, advice, since)"
                    + " values (:id, :product, :period, :state, :records, :aside, :cause, :advice, :now)";

    private static final String UPDATE_FILE =
            "update ledger_usage_file set state = :state, file_id = :file, records = :records, digest = :digest,"
                    + " cause = :cause, advice = :advice, since = case when state = :state then since else :now end where id = :id";

    private static final String INSERT_FILE =
            "insert into ledger_usage_file (id, product, contract, currency, period, usage_schema, revision, state,"
                    + " file_id, records, digest, cause, advice, since) values (:id, :product, :contract, :currency, :period,"
                    + " :usage_schema, :revision, :state, :file, :records, :digest, :cause, :advice, :now)";

    private final Transactions transactions;
    private final Turns turns;

    UsageRows(Transactions transactions, Turns turns) {
        this.transactions = transactions;
        this.turns = turns;
    }

    @Override
    public Optional<Turn> take(String name) {
        return turns.take(name);
    }

    @Override
    public void check(Turn turn) {
        turns.check(turn);
    }

    @Override
    public void giveBack(Turn turn) {
        turns.giveBack(turn);
    }

    @Override
    public String firstPeriod(Turn turn, String product, String otherwise) {
        return transactions.write(work -> {
            turns.fence(work, turn);
            Optional<String> noted = noted(work, product);
            if (noted.isEmpty()) {
                work.call("insert into ledger_usage_product (id, first_period) values (:id, :first)")
                        .set("id", product)
                        .set("first", otherwise)
                        .update();
            }
            return noted.orElse(otherwise);
        });
    }

    @Override
    public Optional<String> firstPeriod(String product) {
        return transactions.read(work -> noted(work, product));
    }

    private static Optional<String> noted(Transaction work, String product) throws SQLException {
        return work.call(PRODUCT).set("id", product).first(row -> row.getString("first_period"));
    }

    @Override
    public List<UsagePeriod> periods() {
        return transactions.read(work -> work.call(PERIODS + " order by period, product")
                .list(row -> new UsagePeriod(
                        row.getString("product"),
                        row.getString("period"),
                        UsagePeriod.State.valueOf(row.getString("state")),
                        row.getLong("records"),
                        row.getLong("set_aside"),
                        row.getString("cause"),
                        row.getString("advice"),
                        RequestRow.instant(row, "since"))));
    }

    @Override
    public void save(Turn turn, UsagePeriod period) {
        transactions.write(work -> {
            turns.fence(work, turn);
            if (values(work.call(UPDATE_PERIOD), period).update() == 0) {
                values(work.call(INSERT_PERIOD), period).update();
            }
            return null;
        });
    }

    private static Call values(Call call, UsagePeriod period) {
        return call.set("id", period.product() + "/" + period.period())
                .set("product", period.product())
                .set("period", period.period())
                .set("state", period.state().name())
                .set("records", period.records())
                .set("aside", period.setAside())
                .set("cause", Text.clipped(period.cause(), 4000))
                .set("advice", Text.clipped(period.advice(), 4000));
    }

    @Override
    public List<UsageFile> files(String period) {
        String where = period == null ? "" : " where period = :period";
        return transactions.read(work -> work.call(FILES + where + " order by period, product, contract, id, revision")
                .set("period", period)
                .list(UsageRows::file));
    }

    private static UsageFile file(ResultSet row) throws SQLException {
        return new UsageFile(
                row.getString("id"),
                row.getString("product"),
                row.getString("contract"),
                row.getString("currency"),
                row.getString("period"),
                row.getString("usage_schema"),
                row.getInt("revision"),
                UsageFile.State.valueOf(row.getString("state")),
                row.getString("file_id"),
                row.getLong("records"),
                row.getString("digest"),
                row.getString("cause"),
                row.getString("advice"),
                RequestRow.instant(row, "since"));
    }

    @Override
    public void save(Turn turn, UsageFile file) {
        transactions.write(work -> {
            turns.fence(work, turn);
            write(work, file);
            return null;
        });
    }

    private static void write(Transaction work, UsageFile file) throws SQLException {
        if (values(work.call(UPDATE_FILE), file).update() == 0) {
            values(work.call(INSERT_FILE), file).update();
        }
    }

    private static Call values(Call call, UsageFile file) {
        return call.set("id", file.externalId())
                .set("product", file.product())
                .set("contract", file.contract())
                .set("currency", file.currency())
                .set("period", file.period())
                .set("usage_schema", file.schema())
                .set("revision", file.revision())
                .set("state", file.state().name())
                .set("file", file.fileId())
                .set("records", file.records())
                .set("digest", file.digest())
                .set("cause", Text.clipped(file.cause(), 4000))
                .set("advice", Text.clipped(file.advice(), 4000));
    }

    @Override
    public void fill(Turn turn, UsageFile file, Consumer<Consumer<byte[]>> fingerprints) {
        transactions.write(work -> {
            turns.fence(work, turn);
            write(work, file.holding(file.records(), null));
            work.call("delete from ledger_usage_record where file = :file")
                    .set("file", file.externalId())
                    .update();
            return null;
        });
        AtomicInteger parts = new AtomicInteger();
        fingerprints.accept(part -> add(turn, file.externalId(), parts.getAndIncrement(), part));
        save(turn, file);
    }

    private void add(Turn turn, String externalId, int part, byte[] fingerprints) {
        transactions.write(work -> {
            turns.fence(work, turn);
            // Looked up before, as a write whose fate is unknown is run again.
            String id = externalId + "/" + part;
            boolean there = work.again()
                    && work.call("select id from ledger_usage_record where id = :id")
                            .set("id", id)
                            .first(row -> true)
                            .isPresent();
            if (!there) {
                work.call("insert into ledger_usage_record (id, file, part, fingerprints)"
                                + " values (:id, :file, :part, :fingerprints)")
                        .set("id", id)
                        .set("file", externalId)
                        .set("part", part)
                        .set("fingerprints", fingerprints)
                        .update();
            }
            return null;
        });
    }

    @Override
    public void fingerprints(String externalId, Consumer<byte[]> part) {
        for (int number = 0; ; number++) {
            int next = number;
            Optional<byte[]> found =
                    transactions.read(work -> work.call("select fingerprints from ledger_usage_record where id = :id")
                            .set("id", externalId + "/" + next)
                            .first(row -> row.getBytes("fingerprints")));
            if (found.isEmpty()) {
                return;
            }
            part.accept(found.get());
        }
    }
}
