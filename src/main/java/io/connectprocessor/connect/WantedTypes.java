package io.connectprocessor.connect;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The types of request that are processed. All others are left alone at the platform, for whoever else answers them: a person, or another
 * processor. Immutable.
 */
public final class WantedTypes {

    private static final List<String> ALL = Arrays.stream(RequestKind.values())
            .flatMap(kind -> kind.types().stream().map(type -> name(kind, type)))
            .toList();

    private final Set<String> names;
    private final boolean everything;

    private WantedTypes(Set<String> names) {
        this.names = names;
        this.everything = names.containsAll(ALL);
    }

    /** Every name: {@code purchase} and its like for fulfillment requests, {@code tier-setup} and its like for those of tiers,
     * {@code tier-account} for those about accounts. */
    public static List<String> names() {
        return ALL;
    }

    /** @throws IllegalArgumentException when one of them is none of {@link #names()}, or there is none */
    public static WantedTypes of(Collection<String> names) {
        Set<String> known = new LinkedHashSet<>(names);
        List<String> unknown =
                known.stream().filter(name -> !ALL.contains(name)).toList();
        if (known.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException((known.isEmpty()
                            ? "No type of request is named"
                            : "There is no type of request \"" + unknown.get(0) + "\"")
                    + ". Name some of " + String.join(", ", ALL) + ".");
        }
        return new WantedTypes(known);
    }

    private static String name(RequestKind kind, String type) {
        return switch (kind) {
            case REQUEST -> type;
            case TIER_REQUEST -> "tier-" + type;
            // It has one type, which says no more.
            case TIER_ACCOUNT_REQUEST -> "tier-account";
        };
    }

    /** The wanted types of a kind, as the platform names them. */
    public List<String> of(RequestKind kind) {
        return kind.types().stream()
                .filter(type -> names.contains(name(kind, type)))
                .toList();
    }

    /** False when a kind need not even be listed. */
    public boolean any(RequestKind kind) {
        return !of(kind).isEmpty();
    }

    /** True when no type of the kind is left out. */
    public boolean all(RequestKind kind) {
        return of(kind).equals(kind.types());
    }

    /**
     * @param type as the platform sent it, or null when it cannot be read. What is no documented type is malformed, which somebody has to
     *     see, unless types are left out: then it may be one of those.
     */
    public boolean includes(RequestKind kind, String type) {
        return type == null || everything || all(kind) || of(kind).contains(type);
    }
}
