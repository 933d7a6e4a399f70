package io.connectprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page of what is trusted names, for each border, tests that are run. */
class TrustTest {

    @Test
    void every_border_names_what_holds_it_and_a_test_that_is_run() throws Exception {
        Set<String> tests = CoverageTest.tests();
        List<String> rows = Files.readAllLines(Path.of("docs/trust.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| what may"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(12);
        for (String row : rows) {
            String[] cells = row.split("\\|");
            assertThat(cells).as(row).hasSize(4);
            assertThat(CoverageTest.codes(cells[3])).as(row).isNotEmpty();
            assertThat(tests).as(row).containsAll(CoverageTest.codes(cells[3]));
        }
    }
}
