package io.connectprocessor.component;

import io.connectprocessor.ledger.Ledger;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the steps of the request were answered, by step, read-only, as the ledger has it at each look. An empty Map for a step that was begun
 * and whose answer is not known; null for one that never began.
 */
final class AnswerView extends AbstractMap<String, Object> {

    private final Ledger ledger;
    private final String id;
    private final Function<byte[], Object> reader;

    AnswerView(Ledger ledger, String id, Function<byte[], Object> reader) {
        this.ledger = ledger;
        this.id = id;
        this.reader = reader;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> answers = new LinkedHashMap<>();
        ledger.answers(id)
                .forEach((step, answer) -> answers.put(step, answer.length == 0 ? Map.of() : reader.apply(answer)));
        return Collections.unmodifiableMap(answers).entrySet();
    }

    /** Answers may hold customers' data: a log of all properties shows none. */
    @Override
    public String toString() {
        return "answers to steps of " + id;
    }
}
