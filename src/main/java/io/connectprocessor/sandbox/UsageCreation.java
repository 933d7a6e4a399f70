package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.Set;

/**
 * Makes usage files, and changes what may be changed. Creating is not idempotent: each call makes a file, whatever its {@code external_id}. Strict where OpenAPI 37.0 says nothing: name, product, contract,
 * period must be there, and a currency where amounts are reported. Runs under the platform's write lock.
 */
final class UsageCreation {

    private static final Set<String> CHANGEABLE = Set.of("draft", "invalid", "ready", "rejected");

    private final Platform platform;
    private final Directory directory;
    private final UsageFiles files;

    UsageCreation(Platform platform, Directory directory, UsageFiles files) {
        this.platform = platform;
        this.directory = directory;
        this.files = files;
    }

    UsageFile create(JsonNode body) {
        String name = bounded(body, "name", 100);
        if (name == null) {
            throw Refusal.validation("name", "This field is required.");
        }
        Product product = platform.products.get(reference(body, "product"));
        if (product == null) {
            throw Refusal.validation("product.id", "The product does not exist.");
        }
        if (product.payAsYouGo().schema() == null) {
            throw Refusal.validation("product.id", "The product does not support pay-as-you-go.");
        }
        Party contract = directory.contract(reference(body, "contract"));
        if (contract == null) {
            throw Refusal.validation("contract.id", "The contract does not exist.");
        }
        UsageTerms terms = within(new UsageTerms(product, contract, date(body, "from"), date(body, "to")));
        String currency = body.hasNonNull("currency") || terms.wantsAmount() ? currency(body) : null;
        String description = orEmpty(bounded(body, "description", 200));
        String note = orEmpty(bounded(body, "note", 200));
        String externalId = orEmpty(bounded(body, "external_id", 200));
        UsageFile file = files.create(name, terms, directory.marketplaceOf(contract));
        file.currency = currency;
        file.description = description;
        file.note = note;
        file.externalId = externalId;
        return file;
    }

    /** Texts until it is submitted, period and currency while it is a draft. */
    void update(UsageFile file, JsonNode body) {
        if (!CHANGEABLE.contains(file.status)) {
            throw new Refusal(
                    400, "UF_001", "Cannot update the usage file " + file.id + " in status " + file.status + ".");
        }
        boolean money = body.has("period") || body.has("currency");
        if (money && !file.status.equals("draft")) {
            throw Refusal.validation("period", "Period and currency can be changed in status draft only.");
        }
        String description = bounded(body, "description", 200);
        String note = bounded(body, "note", 200);
        String externalId = bounded(body, "external_id", 200);
        if (body.has("period")) {
            file.terms = within(
                    new UsageTerms(file.terms.product(), file.terms.contract(), date(body, "from"), date(body, "to")));
        }
        file.currency = body.has("currency") ? currency(body) : file.currency;
        file.description = description == null ? file.description : description;
        file.note = note == null ? file.note : note;
        file.externalId = externalId == null ? file.externalId : externalId;
    }

    private static UsageTerms within(UsageTerms terms) {
        if (terms.to().isBefore(terms.from())) {
            throw Refusal.validation("period", "It ends before it begins.");
        }
        return terms;
    }

    private static String reference(JsonNode body, String field) {
        String id = body.path(field).path("id").textValue();
        if (id == null) {
            throw Refusal.validation(field + ".id", "This field is required.");
        }
        return id;
    }

    private static LocalDate date(JsonNode body, String field) {
        try {
            return LocalDate.parse(body.path("period").path(field).asText());
        } catch (DateTimeParseException e) {
            throw Refusal.validation("period." + field, "Date has wrong format. Use YYYY-MM-DD.");
        }
    }

    private static String currency(JsonNode body) {
        String currency = body.path("currency").asText();
        boolean known = Currency.getAvailableCurrencies().stream()
                .anyMatch(one -> one.getCurrencyCode().equals(currency));
        if (!known) {
            throw Refusal.validation("currency", "\"" + currency + "\" is not a valid choice.");
        }
        return currency;
    }

    /** Null when absent. */
    private static String bounded(JsonNode body, String field, int most) {
        String text = Bodies.optionalText(body, field);
        if (text != null && text.length() > most) {
            throw Refusal.validation(field, "Ensure this field has no more than " + most + " characters.");
        }
        return text;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
