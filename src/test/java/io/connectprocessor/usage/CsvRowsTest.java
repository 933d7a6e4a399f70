package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private static List<SourceRow> read(char separator, Path... files) {
        List<SourceRow> all = new ArrayList<>();
        try (CsvRows rows = new CsvRows(List.of(files), separator, StandardCharsets.ISO_8859_1)) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    @Test
    void gives_the_rows_of_all_files_with_file_and_line() throws IOException {
        List<SourceRow> rows = read(
                ';',
                file("a.csv", "id; note\n1;\"two\nlines\"\n2;\"a \"\"b\"\" ä\"\n"),
                file("empty.csv", "id;note\n"),
                file("b.csv", "note;id\nx;3\n"));

        assertThat(rows).extracting(SourceRow::source).containsExactly("a.csv", "a.csv", "b.csv");
        assertThat(rows).extracting(SourceRow::line).containsExactly(2L, 4L, 2L);
        assertThat(rows.get(1).values().get("note")).isEqualTo("a \"b\" ä");
        assertThat(rows.get(2).values().get("id")).isEqualTo("3");
    }

    @Test
    void a_row_with_too_few_fields_is_told_with_its_line() throws IOException {
        Path file = file("a.csv", "id;note\n1;x\n2\n");

        assertThatThrownBy(() -> read(';', file)).hasStackTraceContaining("3");
    }

    @Test
    void the_youngest_repair_comes_first() throws IOException {
        Repairs repairs = new Repairs(folder.resolve("kept"));
        for (int i = 1; i <= 11; i++) {
            repairs.take(file("r.csv", "record_id\n" + i + "\n"));
        }

        try (CsvRows rows = repairs.rows()) {
            assertThat(rows.next().values().get("record_id")).isEqualTo("11");
            assertThat(rows.next().values().get("record_id")).isEqualTo("10");
        }
    }
}
