package io.connectprocessor.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./data/ledger, data/ledger.operator",
        "jdbc:h2:file:data/ledger;X=1;Y=2, data/ledger.operator"
    })
    void it_stands_beside_an_embedded_ledger(String url, String expected) {
        assertThat(OperatorFile.of(url, folder))
                .contains(folder.toAbsolutePath().resolve(expected));
    }

    @Test
    void absolute_and_home_paths_are_taken_as_they_are() {
        assertThat(OperatorFile.of("jdbc:h2:file:/var/lib/x/ledger", folder))
                .contains(Path.of("/var/lib/x/ledger.operator"));
        assertThat(OperatorFile.of("jdbc:h2:file:~/ledger", folder))
                .contains(Path.of(System.getProperty("user.home"), "ledger.operator"));
    }

    @Test
    void a_ledger_on_a_server_needs_none() {
        assertThat(OperatorFile.of("jdbc:postgresql://host/database", folder)).isEmpty();
    }

    @Test
    void what_is_written_is_read_and_only_its_owner_may() throws Exception {
        Path file = folder.resolve("data/ledger.operator");
        OperatorFile written = new OperatorFile("127.0.0.1", 9876, OperationsServer.newToken());

        written.write(file);
        written.write(file);

        assertThat(OperatorFile.read(file)).contains(written);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_command_that_reads_while_it_is_written_never_sees_half_of_it() throws Exception {
        Path file = folder.resolve("ledger.operator");
        OperatorFile written = new OperatorFile("127.0.0.1", 9876, OperationsServer.newToken());
        written.write(file);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 300; i++) {
                try {
                    written.write(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            assertThat(OperatorFile.read(file)).contains(written);
        }
    }

    @Test
    void none_is_none() {
        assertThat(OperatorFile.read(folder.resolve("absent"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host=x\ntoken=y\n", "port=1\ntoken=y\n", "host=x\nport=1\n", "host=x\nport=many\ntoken=y\n"
            })
    void a_spoiled_one_says_what_to_do(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("ledger.operator"), text);

        assertThatThrownBy(() -> OperatorFile.read(file))
                .hasMessageContaining("Cannot read " + file)
                .hasMessageContaining("delete the file if none runs");
    }

    @Test
    void the_token_is_long_new_each_time_and_not_shown() {
        String token = OperationsServer.newToken();

        assertThat(token).hasSize(64).isNotEqualTo(OperationsServer.newToken());
        assertThat(new OperatorFile("h", 1, token).toString()).doesNotContain(token);
    }
}
