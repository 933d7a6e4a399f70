package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedLinkTest {

    private final RecordingServer storage = new RecordingServer();
    private final SignedLink links = new SignedLink(Duration.ofSeconds(30), Duration.ofSeconds(30), 1000, null);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        storage.close();
    }

    private Path fetched(URI link) throws IOException {
        Path file = folder.resolve("fetched");
        links.fetch(link, file);
        return file;
    }

    @Test
    void a_link_is_followed_with_no_key_of_ours() throws IOException {
        storage.answering(200, "content");

        assertThat(fetched(storage.url().resolve("/file?signature=1"))).hasContent("content");
        assertThat(storage.only().uri()).isEqualTo("/file?signature=1");
        assertThat(storage.only().headers()).doesNotContainKeys("Authorization", "Cookie");
    }

    @Test
    void a_link_that_leads_on_is_not_followed_further() {
        try (RecordingServer elsewhere = new RecordingServer()) {
            storage.answering(302, "", "Location", elsewhere.url().toString());

            assertThatThrownBy(() -> fetched(storage.url())).isInstanceOf(IOException.class);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void a_link_to_more_than_allowed_is_cut_off() throws IOException {
        storage.answering(200, "x".repeat(1000));
        fetched(storage.url());
        storage.answering(200, "x".repeat(1001));

        assertThatThrownBy(() -> fetched(storage.url())).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void a_link_that_is_none_of_http_opens_nothing() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");

        assertThatThrownBy(() -> fetched(secret.toUri())).hasMessage("not a link of HTTP");
        assertThat(folder.resolve("fetched")).doesNotExist();
    }
}
