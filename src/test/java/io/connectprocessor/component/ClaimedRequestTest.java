package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.Claim;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimedRequestTest {

    private final Map<String, Object> claimed = Map.of("id", "PR-1", "status", "pending");
    private final ClaimedRequest request = new ClaimedRequest(
            new Claim("PR-1", "request", "AS-1", 1, 0, false), RequestKind.REQUEST, Instant.EPOCH, claimed);

    @Test
    void its_json_is_the_last_that_was_seen() {
        Map<String, Object> after = Map.of("id", "PR-1", "status", "approved");

        request.json(after);

        assertThat(request.json()).isSameAs(after);
    }

    @Test
    void an_answer_that_turns_out_to_be_none_leaves_the_one_before() {
        request.json(unreadable());

        assertThat(request.json()).isSameAs(claimed);
    }

    @Test
    void an_answer_that_turns_out_to_be_none_leaves_that_to_the_last_change() {
        request.request(order("1"));
        Map<String, Object> saved = order("2").body();
        request.saved(List.of(Map.of("id", "a", "value", "2")), saved);
        request.json(unreadable());

        assertThat(request.json()).isSameAs(saved);

        Map<String, Object> read = order("1").body();
        request.request(ConnectRequest.read(RequestKind.REQUEST, read));
        request.saved(List.of(Map.of("id", "a", "value", "2")), unreadable());

        assertThat(request.json()).isSameAs(read);
    }

    private static ConnectRequest order(String value) {
        return ConnectRequest.read(
                RequestKind.REQUEST,
                Map.of(
                        "id",
                        "PR-1",
                        "type",
                        "purchase",
                        "status",
                        "pending",
                        "asset",
                        Map.of(
                                "id", "AS-1",
                                "product", Map.of("id", "PRD-1"),
                                "connection", Map.of("type", "production"),
                                "params", List.of(Map.of("id", "a", "value", value)),
                                "items", List.of())));
    }

    private static Map<String, Object> unreadable() {
        return new AbstractMap<>() {
            @Override
            public Object get(Object field) {
                return field.equals("status") ? "pending" : super.get(field);
            }

            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new MalformedRequestException("asset is 7 instead of an object");
            }
        };
    }
}
