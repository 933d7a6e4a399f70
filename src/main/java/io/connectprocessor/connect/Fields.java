package io.connectprocessor.connect;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A JSON object, its fields in their order. Nearly all objects have a handful of fields: side by side in one array they take a third of what a
 * LinkedHashMap takes, and are found as fast. An object with more of them is such a map inside.
 */
final class Fields extends AbstractMap<String, Object> implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int FEW = 24;
    private static final Object[] NONE = {};

    /** Names at even places, behind each its value; null when there are many. */
    private Object[] few = NONE;

    private int size;
    private int changes;
    private Map<String, Object> many;

    /** @param namesAndValues a name, behind it its value, and so on; the last of one name counts, at the place of the first */
    static Fields of(Object[] namesAndValues) {
        Fields fields = new Fields();
        if (namesAndValues.length <= 2 * FEW) {
            fields.few = namesAndValues;
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    @Override
    public int size() {
        return many != null ? many.size() : size;
    }

    @Override
    public Object get(Object name) {
        if (many != null) {
            return many.get(name);
        }
        int at = find(name);
        return at < 0 ? null : few[at + 1];
    }

    @Override
    public boolean containsKey(Object name) {
        return many != null ? many.containsKey(name) : find(name) >= 0;
    }

    @Override
    public Object put(String name, Object value) {
        if (many != null) {
            return many.put(name, value);
        }
        int at = find(name);
        if (at >= 0) {
            Object before = few[at + 1];
            few[at + 1] = value;
            return before;
        }
        if (size == FEW) {
            Map<String, Object> all = new LinkedHashMap<>(this);
            few = null;
            many = all;
            return many.put(name, value);
        }
        if (2 * size == few.length) {
            few = Arrays.copyOf(few, Math.max(8, 2 * few.length));
        }
        few[2 * size] = name;
        few[2 * size + 1] = value;
        size++;
        changes++;
        return null;
    }

    @Override
    public Object remove(Object name) {
        if (many != null) {
            return many.remove(name);
        }
        int at = find(name);
        return at < 0 ? null : removeAt(at);
    }

    @Override
    public void clear() {
        many = null;
        few = NONE;
        size = 0;
        changes++;
    }

    private int find(Object name) {
        for (int at = 0; at < 2 * size; at += 2) {
            if (name == few[at] || name != null && name.equals(few[at])) {
                return at;
            }
        }
        return -1;
    }

    private Object removeAt(int at) {
        Object before = few[at + 1];
        System.arraycopy(few, at + 2, few, at, 2 * size - at - 2);
        size--;
        few[2 * size] = null;
        few[2 * size + 1] = null;
        changes++;
        return before;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return many != null ? many.entrySet() : new Entries();
    }

    private final class Entries extends AbstractSet<Entry<String, Object>> {

        @Override
        public int size() {
            return Fields.this.size();
        }

        @Override
        public Iterator<Entry<String, Object>> iterator() {
            return many != null ? many.entrySet().iterator() : new Walk();
        }
    }

    private final class Walk implements Iterator<Entry<String, Object>> {

        private int next;
        private int seen = changes;
        private boolean removable;

        @Override
        public boolean hasNext() {
            return next < 2 * size;
        }

        @Override
        public Entry<String, Object> next() {
            if (seen != changes || few == null) {
                throw new ConcurrentModificationException();
            }
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            removable = true;
            return new Field((String) few[next - 2], few[next - 1]);
        }

        @Override
        public void remove() {
            if (!removable || seen != changes) {
                throw new IllegalStateException();
            }
            removable = false;
            next -= 2;
            removeAt(next);
            seen = changes;
        }
    }

    /** Writes through, as entries of other maps do. */
    private final class Field extends SimpleEntry<String, Object> {

        private static final long serialVersionUID = 1;

        Field(String name, Object value) {
            super(name, value);
        }

        @Override
        public Object setValue(Object value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
