package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    /** Two names in one hundred of the second kind make the objects outgrow the array. */
    @ParameterizedTest
    @ValueSource(ints = {3, 10, 24, 25, 40, 200})
    void it_is_what_a_linked_hash_map_would_be(int names) {
        Random random = new Random(names);
        Map<String, Object> expected = new LinkedHashMap<>();
        Map<String, Object> fields = new Fields();
        for (int i = 0; i < 5000; i++) {
            // Not the same text object as the one that is in it.
            String name = new String("name" + random.nextInt(names));
            switch (random.nextInt(12)) {
                case 0, 1 -> assertThat(fields.remove(name)).isEqualTo(expected.remove(name));
                case 2 ->
                    assertThat(fields.keySet().removeIf(key -> key.equals(name)))
                            .isEqualTo(expected.keySet().removeIf(key -> key.equals(name)));
                case 3 -> {
                    fields.replaceAll((key, value) -> value + "!");
                    expected.replaceAll((key, value) -> value + "!");
                }
                default -> assertThat(fields.put(name, "v" + i)).isEqualTo(expected.put(name, "v" + i));
            }
            assertThat(fields.get(name)).isEqualTo(expected.get(name));
            assertThat(fields.containsKey(name)).isEqualTo(expected.containsKey(name));
            assertThat(new ArrayList<>(fields.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
            assertThat(fields).isEqualTo(expected).hasSize(expected.size()).hasSameHashCodeAs(expected);
        }
        fields.clear();
        assertThat(fields).isEmpty();
        fields.put("a", 1);
        assertThat(fields).containsExactly(Map.entry("a", 1));
    }

    @Test
    void an_empty_value_is_a_value() {
        Fields fields = new Fields();
        fields.put("a", null);

        assertThat(fields).containsKey("a").hasSize(1).doesNotContainKey(null);
        assertThat(fields.get(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 24, 30})
    void who_walks_through_it_is_told_when_it_changes(int size) {
        Fields fields = new Fields();
        for (int i = 0; i < size; i++) {
            fields.put("name" + i, i);
        }
        Iterator<Map.Entry<String, Object>> walk = fields.entrySet().iterator();
        walk.next();
        fields.put("another", 1);

        assertThatThrownBy(walk::next).isInstanceOf(ConcurrentModificationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 24, 30})
    void it_can_be_written_and_read_as_java_objects_are(int size) throws Exception {
        Fields fields = new Fields();
        for (int i = 0; i < size; i++) {
            fields.put("name" + i, List.of(i));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(fields);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(fields);
        }
    }

    @Test
    void an_entry_is_removed_once() {
        Map<String, Object> fields = new Fields();
        fields.put("a", 1);
        fields.put("b", 2);
        Iterator<Map.Entry<String, Object>> walk = fields.entrySet().iterator();
        walk.next();
        walk.next();
        walk.remove();

        assertThatThrownBy(walk::remove).isInstanceOf(IllegalStateException.class);
        assertThat(fields).containsOnlyKeys("a");
    }
}
