package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items, parameters and templates that every product has, whatever else it has. */
final class SampleProduct {

    private SampleProduct() {}

    /** The sample product under another id and name. */
    static Product product(ObjectMapper mapper, String id, String name) {
        String underscored = id.replace('-', '_');
        List<Product.Item> items = List.of(
                item(id, underscored, 1, "SEAT", "User seat", "seat", "Monthly", "Reservation"),
                item(id, underscored, 2, "STORAGE", "Storage, 1 TB", "TB", "Monthly", "Reservation"),
                item(id, underscored, 3, "SUPPORT", "Premium support", "contract", "Yearly", "Reservation"),
                item(id, underscored, 4, "TRAFFIC", "Traffic", "GB", "Monthly", "PPU"),
                item(id, underscored, 5, VendorApi.DECLINED_ITEM, "Withdrawn item", "unit", "OneTime", "Reservation"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("icon", "/media/VA-000-000/" + id + "/media/icon.png");
        json.put("name", name);
        json.put("status", "published");
        return new Product(
                id,
                name,
                2,
                items,
                parameters(id),
                templates(id),
                new Product.PayAsYouGo("QT", false, List.of()),
                new SerializedString(text(mapper, json)));
    }

    private static Product.Item item(
            String id, String underscored, int n, String mpn, String name, String unit, String period, String type) {
        String suffix = "%04d".formatted(n);
        return new Product.Item(
                underscored + "_" + suffix,
                id + "-" + suffix,
                mpn,
                name,
                unit,
                period,
                type,
                type.equals("PPU") ? "decimal(4)" : "integer");
    }

    private static List<Product.Parameter> parameters(String id) {
        String prm = id.replace("PRD", "PRM");
        return List.of(
                new Product.Parameter(
                        prm + "-0001",
                        "admin_email",
                        "Administrator's address",
                        "email",
                        "ordering",
                        "asset",
                        true,
                        false),
                new Product.Parameter(
                        prm + "-0002", "company_domain", "Company domain", "text", "ordering", "asset", false, false),
                new Product.Parameter(
                        prm + "-0003",
                        "subscription_id",
                        "Subscription at the vendor",
                        "text",
                        "fulfillment",
                        "asset",
                        true,
                        true),
                new Product.Parameter(
                        prm + "-0004", "activation_note", "Note", "text", "fulfillment", "asset", false, false),
                new Product.Parameter(
                        prm + "-0005", "reseller_contact", "Contact", "email", "ordering", "tier1", false, false),
                new Product.Parameter(
                        prm + "-0006", "reseller_id", "Reseller", "text", "fulfillment", "tier1", true, false),
                new Product.Parameter(
                        prm + "-0007", "reseller_contact", "Contact", "email", "ordering", "tier2", false, false),
                new Product.Parameter(
                        prm + "-0008", "reseller_id", "Reseller", "text", "fulfillment", "tier2", true, false));
    }

    private static List<Product.Template> templates(String id) {
        String prefix = id.replace("PRD", "TL") + "-";
        String activation = "Default Activation Template";
        return List.of(
                new Product.Template(
                        prefix + "001",
                        activation,
                        "asset",
                        "fulfillment",
                        "# Welcome\n\nYour subscription is **{{subscription_id}}**."),
                new Product.Template(
                        prefix + "002",
                        "Partial Activation Template",
                        "asset",
                        "fulfillment",
                        "Your subscription is ready in part."),
                new Product.Template(
                        prefix + "003",
                        "Default Inquire Template",
                        "asset",
                        "inquire",
                        "Some of what you entered needs correcting."),
                new Product.Template(
                        prefix + "004", "Default Pending Template", "asset", "pending", "We are working on it."),
                new Product.Template(
                        prefix + "005", activation, "tier1", null, "You are our reseller {{reseller_id}}."),
                new Product.Template(
                        prefix + "006", activation, "tier2", null, "You are our distributor {{reseller_id}}."));
    }

    private static String text(ObjectMapper mapper, Object json) {
        try {
            return mapper.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
