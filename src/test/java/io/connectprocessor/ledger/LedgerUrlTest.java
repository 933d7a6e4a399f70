package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerUrlTest {
    @Test
    void makes_an_embedded_ledger_durable_and_keeps_it_open_until_the_work_is_done() {
        assertThat(LedgerUrl.parse("jdbc:h2:file:./data/ledger").jdbc())
                .startsWith("jdbc:h2:file:./data/ledger;")
                .contains(";WRITE_DELAY=0")
                .contains(";DB_CLOSE_ON_EXIT=FALSE")
                .contains(";MAX_COMPACT_TIME=0");
        assertThat(LedgerUrl.parse("jdbc:h2:file:./x;write_delay=0").jdbc())
                .contains(";write_delay=0")
                .doesNotContain("WRITE_DELAY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:./x;AUTO_SERVER=TRUE",
                "jdbc:h2:file:./x;WRITE_DELAY=500",
                "jdbc:h2:file:./x;MAX_COMPACT_TIME=200",
                "jdbc:h2:file:./x;DEFRAG_ALWAYS=TRUE",
                "jdbc:h2:file:./x;file_lock=no",
                "jdbc:h2:file:./x;FILE_LOCK=SOCKET",
                "jdbc:h2:tcp://host/x",
                "jdbc:mysql://host/x",
                "./data/ledger"
            })
    void refuses_what_is_not_safe_or_not_known(String url) {
        assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of(url)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.url")
                .hasMessageContaining("ostgre");
    }

    @Test
    void shows_no_password() {
        assertThat(LedgerUrl.shown("jdbc:postgresql://ann:secret@host/db?user=u&password=secret"))
                .isEqualTo("jdbc:postgresql://host/db");
        assertThat(LedgerUrl.shown("jdbc:h2:file:./x;PASSWORD=secret")).isEqualTo("jdbc:h2:file:./x");
        assertThat(LedgerOptions.of("jdbc:h2:file:./x")
                        .withLogin("ann", "secret")
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void says_that_a_server_cannot_be_reached() {
        assertThatThrownBy(() -> Ledgers.open(LedgerOptions.of("jdbc:postgresql://localhost:1/ledger?password=secret")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.url 'jdbc:postgresql://localhost:1/ledger' cannot be reached");
    }

    @Test
    void refuses_options_that_cannot_work() {
        LedgerOptions options = LedgerOptions.of("jdbc:h2:mem:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerOptions.of(" "))
                .withMessageContaining("ledger.url");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withOwner(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withPoolSize(2))
                .withMessageContaining("3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withLease(Duration.ZERO))
                .withMessageContaining("lease");
    }

    @Test
    void names_every_process_differently() {
        assertThat(LedgerOptions.of("jdbc:h2:mem:").owner())
                .isNotEqualTo(LedgerOptions.of("jdbc:h2:mem:").owner());
    }
}
