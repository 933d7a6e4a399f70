package io.connectprocessor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesFileTest {
    @TempDir
    Path directory;

    @Test
    void a_missing_file_is_an_empty_one() {
        PropertiesFile file = PropertiesFile.read(directory.resolve("a.properties"));

        assertThat(file.entries()).isEmpty();
        assertThat(file.findings()).isEmpty();
    }

    @Test
    void a_key_knows_the_line_it_begins_on() throws IOException {
        PropertiesFile file = read("# a comment \\\na=1\r\n\r\n! another\rb = 2,\\\n   3\\\n\nc d\n");

        assertThat(file.entries())
                .containsOnly(
                        Map.entry("a", new Given("1", "a.properties:2")),
                        Map.entry("b", new Given("2,3", "a.properties:5")),
                        Map.entry("c", new Given("d", "a.properties:8")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1\nb:2\nc 3\n  d\t=\t4  ",
                "a=x\\\\\nb=y\\\\\\\nc=z",
                "a=\\t\\n\\u00e9\\:\nb\\ c=d\\=e\n\\#f=g",
                "a=1,\\\n#2,\\\n  !3\nb=4",
                "a=1\\\n\nb=2",
                "#c\\\na=1",
                "a",
                "a=\nb=\\\n",
                "a=1\\",
                "\f a=1\n\n\n=novalue",
                "a=1\r\rb=2\\\r\n  3\r\nc=4",
                "\\\na=1"
            })
    void the_text_of_each_key_is_what_the_jdk_reads(String text) throws IOException {
        Properties expected = new Properties();
        expected.load(new StringReader(text));
        Map<String, String> actual = new HashMap<>();
        read(text).entries().forEach((key, given) -> actual.put(key, given.text()));

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void the_file_is_utf_8_with_or_without_a_byte_order_mark() throws IOException {
        assertThat(read("\uFEFFa=é€").entries()).containsEntry("a", new Given("é€", "a.properties:1"));

        Path latin = Files.write(directory.resolve("b.properties"), "a=é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(PropertiesFile.read(latin).findings())
                .extracting(Finding::toString)
                .containsExactly("b.properties  is not UTF-8  -> save the file as UTF-8, or write \\u00e9 for é");
    }

    @Test
    void a_broken_escape_is_a_finding_and_the_other_lines_are_read() throws IOException {
        PropertiesFile file = read("a=1\nb=C:\\users\nc=2");

        assertThat(file.findings()).extracting(Finding::place).containsExactly("a.properties:2");
        assertThat(file.entries()).containsOnlyKeys("a", "c");
    }

    private PropertiesFile read(String text) throws IOException {
        return PropertiesFile.read(Files.writeString(directory.resolve("a.properties"), text));
    }
}
