package io.connectprocessor.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names in all sources that narrow a key, and what is wrong with those that cannot. */
final class NarrowedNames {
    private final Layers layers;
    private final List<String> products;
    private final Set<Narrowing> right = new LinkedHashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> doubtful = new ArrayList<>();

    /** @param products those of connect.products; empty when they are not known, and then not compared */
    NarrowedNames(Sources sources, Layers layers, List<String> products) {
        this.layers = layers;
        this.products = products;
        layers.narrowingNames().forEach(this::take);
        new TreeSet<>(sources.environment().keySet()).forEach(this::takeVariable);
    }

    /** Each of them has a value, and a key that is narrowable or the vendor's own. */
    Set<Narrowing> right() {
        return right;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Variables that may be meant for somebody else, and keys that are taken for the vendor's own. */
    List<Finding> doubtful() {
        return doubtful;
    }

    private void take(String name) {
        String place = layers.find(name).map(Given::place).orElse(Given.OPTION);
        Optional<Narrowing> read = Narrowing.of(name);
        if (read.isEmpty()) {
            findings.add(new Finding(place, name + " narrows no key", "write " + Narrowing.FORM));
            return;
        }
        Narrowing narrowing = read.get();
        String key = narrowing.key();
        if (isOfOtherProduct(narrowing)) {
            findings.add(new Finding(
                    place,
                    name + " is for a product that connect.products does not name",
                    "did you mean " + Nearest.to(narrowing.product(), products) + "? Otherwise add it there, or take"
                            + " the line out"));
        } else if (Keys.named(key).filter(known -> !known.narrowable()).isPresent()) {
            findings.add(new Finding(place, name + ": " + key + " cannot be narrowed, " + why(key), instead(key)));
        } else if (Keys.isOurs(key) && Keys.named(key).isEmpty()) {
            findings.add(new Finding(
                    place,
                    name + ": " + key + " is not a key",
                    "did you mean " + Nearest.to(key, Keys.narrowable()) + "?"));
        } else if (key.startsWith("camel.")) {
            findings.add(new Finding(
                    place, name + ": " + key + " cannot be narrowed, Camel reads it once", "set " + key + " alone"));
        } else {
            right.add(narrowing);
            doubtOwn(narrowing, place);
        }
    }

    private void doubtOwn(Narrowing narrowing, String place) {
        String near = Nearest.to(narrowing.key(), Keys.narrowable());
        if (!Keys.isOurs(narrowing.key()) && Nearest.distance(narrowing.key(), near) <= 1) {
            doubtful.add(new Finding(
                    place,
                    narrowing.key() + " is taken for a key of your own",
                    "did you mean " + near + "? Otherwise nothing needs to be done"));
        }
    }

    /** A key of the vendor's own is known by -D or the file alone, as without a product. */
    private void takeVariable(String variable) {
        Optional<Narrowing> spelt = Narrowing.ofVariable(variable);
        if (spelt.isEmpty() || layers.isBlankVariable(variable)) {
            return;
        }
        Set<String> known = new HashSet<>(Keys.narrowable());
        known.addAll(layers.foreignNames());
        layers.narrowingNames().forEach(name -> Narrowing.of(name).ifPresent(narrowed -> known.add(narrowed.key())));
        Optional<Narrowing> named = known.stream()
                .filter(key -> Key.environmentName(key).equals(spelt.get().key()))
                .findFirst()
                .map(spelt.get()::withKey);
        if (named.isEmpty()) {
            notRead(variable, "its end is no key that can be narrowed, or no key of yours that -D or the file names");
        } else if (isOfOtherProduct(named.get())) {
            notRead(variable, "connect.products does not name this product");
        } else {
            right.add(named.get());
        }
    }

    private void notRead(String variable, String why) {
        doubtful.add(new Finding(
                "environment " + variable, "is not read: " + why, "correct it, or nothing if it is another program's"));
    }

    private boolean isOfOtherProduct(Narrowing narrowing) {
        return narrowing.product() != null && !products.isEmpty() && !products.contains(narrowing.product());
    }

    private static String why(String key) {
        String first = key.substring(0, key.indexOf('.'));
        return switch (first) {
            case "connect" -> "all products are fetched from one Connect, by one key";
            case "poll", "queue", "process", "retry", "once" -> "all products share one poll and one queue";
            case "ledger" -> "there is one ledger";
            case "vendor", "http" -> "all calls go out in the same way";
            default -> "it is the whole process's";
        };
    }

    private static String instead(String key) {
        return key.equals(Keys.VENDOR_CA_FILE.name())
                ? "put the certificates of all vendors into one file and name it in vendor.ca-file"
                : "set " + key + " alone; a product that needs another value needs a process of its own";
    }
}
