package io.connectprocessor.contract;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Page;
import io.connectprocessor.connect.ProductPart;
import io.connectprocessor.failure.FailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a product from Connect, only the parts that clauses are about, and compares. Thread-safe. */
public final class ContractCheck {

    private static final int PAGE = 100;

    private final ConnectClient connect;

    public ContractCheck(ConnectClient connect) {
        this.connect = connect;
    }

    /**
     * How a product differs from what clauses say; one call for the product and one for each hundred parameters, items and templates.
     *
     * @throws FailedException when Connect cannot be asked now, or refuses
     */
    public List<Drift> drift(String product, List<? extends Clause> clauses) {
        if (clauses.isEmpty()) {
            return List.of();
        }
        Map<String, Object> whole;
        try {
            whole = connect.product(product);
        } catch (FailedException failed) {
            if (failed.failure().status() == 404) {
                return List.of(new Drift(
                        product,
                        "product",
                        "one that this key sees",
                        "none",
                        "correct the id, or use the key of the account that owns it",
                        clauses.get(0).place()));
            }
            throw failed;
        }
        ProductPicture picture = new ProductPicture(
                product,
                whole,
                any(clauses, ParameterClause.class) || any(clauses, NamedParameter.class)
                        ? all(product, ProductPart.PARAMETERS)
                        : List.of(),
                any(clauses, ItemClause.class) ? all(product, ProductPart.ITEMS) : List.of(),
                any(clauses, TemplateClause.class) ? all(product, ProductPart.TEMPLATES) : List.of());
        return clauses.stream()
                .flatMap(clause -> clause.against(picture).stream())
                .toList();
    }

    private static boolean any(List<? extends Clause> clauses, Class<? extends Clause> kind) {
        return clauses.stream().anyMatch(kind::isInstance);
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    private List<Map<String, Object>> all(String product, ProductPart part) {
        List<Map<String, Object>> all = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int offset = 0; ; ) {
            Page page = connect.part(product, part, "limit=" + PAGE + "&offset=" + offset);
            boolean fresh = false;
            for (Object row : page.rows()) {
                if (seen.add(row)) {
                    fresh = true;
                    if (row instanceof Map<?, ?> map) {
                        all.add((Map<String, Object>) map);
                    }
                }
            }
            offset += page.rows().size();
            // A page of nothing but known rows: the offset was not heeded.
            if (!fresh || page.total() >= 0 && offset >= page.total()) {
                return List.copyOf(all);
            }
        }
    }
}
