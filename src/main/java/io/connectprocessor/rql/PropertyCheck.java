package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Name;
import java.util.Collection;
import java.util.List;

/** Whether a collection knows a property, and orders and selects by it. */
final class PropertyCheck {

    /** The default of cloudblue/django-rql. */
    static final int MOST_ORDERED = 5;

    private final RqlCollection collection;
    private final List<RqlFinding> findings;

    PropertyCheck(RqlCollection collection, List<RqlFinding> findings) {
        this.collection = collection;
        this.findings = findings;
    }

    void unknown(String property, int column) {
        find(
                property,
                column,
                " is no documented property of " + collection + "; Connect would ignore it and return every row",
                collection.properties());
    }

    void ordered(Name name) {
        DocumentedProperty property = collection.property(name.text());
        if (property == null) {
            find(name.text(), name.column(), " is no documented property of " + collection, collection.orderable());
        } else if (!property.orderable()) {
            findings.add(new RqlFinding(
                    name.column(),
                    "'" + name + "' cannot order " + collection,
                    collection.orderable().isEmpty()
                            ? "leave ordering out: nothing orders " + collection
                            : "order by one of " + String.join(", ", collection.orderable())));
        }
    }

    /** A branch can be selected as well as its leaves. */
    void selected(Name name) {
        boolean known = collection.properties().stream()
                .anyMatch(property -> property.equals(name.text()) || property.startsWith(name.text() + "."));
        if (!known) {
            find(name.text(), name.column(), " is not documented for select in " + collection, collection.properties());
        }
    }

    private void find(String property, int column, String what, Collection<String> candidates) {
        String advice = Nearest.to(property, candidates)
                .map(nearest -> "write '" + nearest + "'")
                .orElseGet(() ->
                        "write a property that the OpenAPI file of Connect 37.0 lists under GET " + collection.path());
        findings.add(new RqlFinding(column, "'" + property + "'" + what, advice));
    }
}
