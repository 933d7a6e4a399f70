package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;

class TargetTest {

    private final Target target = new Target(URI.create("https://api.example:8443/public/v1"));

    /** As camel-http writes it, whose rules routes were written for. */
    @Test
    void every_character_of_a_path_and_of_a_query_goes_out_as_camel_http_sends_it() throws Exception {
        for (char c = 0; c < 256; c++) {
            for (String around : List.of("/a%sb", "/%s", "/a%s", "/a%s41", "/a?b%sc", "/a//%s", "/%s%%2F%%7b")) {
                String path = around.formatted(c);
                String expected = asCamelDoes(path);
                if (expected == null) {
                    assertThatThrownBy(() -> target.request("GET", path, null)).isInstanceOf(IOException.class);
                } else {
                    assertThat(sent(path, null)).as(path).isEqualTo(expected);
                }
            }
            String query = "eq(a,b" + c + ")&limit=1";
            String expected = asCamelDoes("/a?" + query);
            if (c != '#' && expected != null) {
                assertThat(sent("/a", query)).as(query).isEqualTo(expected);
            }
        }
    }

    private static String asCamelDoes(String path) {
        try {
            URI uri = new URI(UnsafeUriCharactersEncoder.encodeHttpURI("https://api.example:8443/public/v1" + path));
            return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (URISyntaxException unfit) {
            return null;
        }
    }

    private String sent(String path, String query) throws IOException {
        return target.request("GET", path, query).getPath();
    }

    @Test
    void every_call_goes_to_the_one_host() throws Exception {
        for (String path : List.of("/a", "/a b", "//elsewhere/a", "/@elsewhere/a", "https://elsewhere/a")) {
            HttpUriRequestBase request = target.request("POST", path, null);

            assertThat(request.getUri().getScheme()).isEqualTo("https");
            assertThat(request.getUri().getAuthority()).as(path).isEqualTo("api.example:8443");
            assertThat(request.getPath()).startsWith("/public/v1/");
        }
        assertThat(target.host().toURI()).isEqualTo("https://api.example:8443");
    }
}
