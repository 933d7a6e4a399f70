package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import java.util.Optional;

/** A product of the catalogue. {@code json} is its short form, as it stands inside a request. */
record Product(
        String id,
        String name,
        int tierLevels,
        List<Item> items,
        List<Parameter> parameters,
        List<Template> templates,
        PayAsYouGo payAsYouGo,
        SerializedString json) {

    /** @param precision integer, decimal(1), decimal(2), decimal(4) or decimal(8) */
    record Item(
            String localId,
            String globalId,
            String mpn,
            String name,
            String unit,
            String period,
            String itemType,
            String precision) {

        boolean isPayAsYouGo() {
            return itemType.equals("PPU");
        }

        /** Digits after the point that a quantity may have. */
        int decimals() {
            return precision.equals("integer") ? 0 : precision.charAt("decimal(".length()) - '0';
        }
    }

    /**
     * How usage is reported.
     *
     * @param schema QT, PR, CR or TR; null: there is no usage to report
     * @param dynamic that a report may bring items that the product does not have
     * @param customFields the {@code v.} columns, without the prefix, that each record must fill
     */
    record PayAsYouGo(String schema, boolean dynamic, List<String> customFields) {}

    /** {@code name} is what a request calls the parameter's id. */
    record Parameter(
            String id,
            String name,
            String title,
            String type,
            String phase,
            String scope,
            boolean required,
            boolean reconciliation,
            boolean unique,
            List<String> choices) {

        Parameter(
                String id,
                String name,
                String title,
                String type,
                String phase,
                String scope,
                boolean required,
                boolean reconciliation) {
            this(id, name, title, type, phase, scope, required, reconciliation, false, List.of());
        }
    }

    /** {@code type} is null for the tier scopes. */
    record Template(String id, String name, String scope, String type, String body) {}

    Optional<Template> template(String templateId) {
        return templates.stream().filter(t -> t.id().equals(templateId)).findFirst();
    }

    List<Parameter> parameters(String scope) {
        return parameters.stream().filter(p -> p.scope().equals(scope)).toList();
    }

    Optional<Parameter> parameter(String scope, String parameterName) {
        return parameters.stream()
                .filter(p -> p.scope().equals(scope) && p.name().equals(parameterName))
                .findFirst();
    }

    /** Of this type, or of this scope where templates have no type; the first is the usual one. */
    Optional<Template> usualTemplate(String scope, String type) {
        return templates.stream()
                .filter(t -> t.scope().equals(scope) && java.util.Objects.equals(t.type(), type))
                .findFirst();
    }

    Item item(String mpn) {
        return items.stream()
                .filter(item -> item.mpn().equals(mpn))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Product " + id + " has no item " + mpn + "; it has "
                        + items.stream().map(Item::mpn).toList()));
    }
}
