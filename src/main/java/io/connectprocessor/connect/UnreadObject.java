package io.connectprocessor.connect;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A JSON object of which one text was read, and the rest is when somebody asks for it: what the platform says of a request that it has just
 * changed for us is as good as never looked at. Whoever looks is told what is wrong with it, each time.
 */
final class UnreadObject extends AbstractMap<String, Object> implements Serializable {

    private static final long serialVersionUID = 1;

    private final String shown;
    private String text;
    private transient Supplier<Map<String, Object>> reading;
    private Map<String, Object> read;

    /**
     * @param shown a field
     * @param text which it holds
     */
    UnreadObject(String shown, String text, Supplier<Map<String, Object>> reading) {
        this.shown = shown;
        this.text = text;
        this.reading = reading;
    }

    /** Whoever listens to events may read in a thread of its own. */
    private synchronized Map<String, Object> whole() {
        if (read == null) {
            read = reading.get();
            reading = null;
            text = null;
        }
        return read;
    }

    private synchronized String textOf(Object name) {
        return shown.equals(name) ? text : null;
    }

    /** What it holds, not how it is read. */
    private Object writeReplace() {
        return whole();
    }

    @Override
    public Object get(Object name) {
        String known = textOf(name);
        return known != null ? known : whole().get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return whole().containsKey(name);
    }

    @Override
    public Object put(String name, Object value) {
        return whole().put(name, value);
    }

    @Override
    public Object remove(Object name) {
        return whole().remove(name);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return whole().entrySet();
    }

    @Override
    public int size() {
        return whole().size();
    }
}
