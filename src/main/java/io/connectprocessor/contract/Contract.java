package io.connectprocessor.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What one product must have.
 *
 * @param product its id, {@code PRD-…}
 * @param file where it is written
 * @param clauses what it must have, in the order of the file
 * @param without parameters that routes name and this product does without
 */
public record Contract(String product, Path file, List<Clause> clauses, Set<String> without) {

    public Contract {
        clauses = List.copyOf(clauses);
        without = Set.copyOf(without);
    }
}
