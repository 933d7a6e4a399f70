package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.Claim;
import java.time.Instant;
import java.util.AbstractMap;
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
    void a_failure_is_told_beside_the_answer_before_when_the_last_one_turns_out_to_be_none() {
        request.json(new AbstractMap<String, Object>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new MalformedRequestException("the platform's answer is no JSON to its end");
            }
        });

        assertThat(request.json()).isSameAs(claimed);
    }
}
