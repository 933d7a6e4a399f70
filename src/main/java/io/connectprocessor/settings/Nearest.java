package io.connectprocessor.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The nearest right spelling; case, dots, hyphens and underscores do not count. */
final class Nearest {
    private Nearest() {}

    static String to(String wrong, Collection<String> right) {
        return right.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(wrong, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Insertions, deletions and replacements of one character that lead from one to the other. */
    static int distance(String one, String other) {
        String a = folded(one);
        String b = folded(other);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }

    private static String folded(String text) {
        return text.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
    }
}
