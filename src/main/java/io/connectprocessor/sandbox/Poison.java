package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** Ways in which a served request is not what a reader expects. {@link #isMalformed()} tells broken ones from odd but sound ones. */
public enum Poison implements UnaryOperator<ObjectNode> {
    ASSET_NULL(true, json -> json.putNull("asset")),
    ASSET_ABSENT(true, json -> json.remove("asset")),
    ASSET_A_STRING(true, json -> json.put("asset", "AS-0000-0000-0000")),
    TYPE_ABSENT(true, json -> json.remove("type")),
    TYPE_UNKNOWN(true, json -> json.put("type", "teleport")),
    TYPE_A_NUMBER(true, json -> json.put("type", 7)),
    ITEMS_NULL(true, json -> asset(json).putNull("items")),
    ITEMS_ABSENT(true, json -> asset(json).remove("items")),
    ITEMS_AN_OBJECT(true, json -> asset(json).putObject("items")),
    ITEM_NULL(true, json -> asset(json).withArray("items").addNull()),
    PARAMS_NULL(true, json -> asset(json).putNull("params")),
    PARAMS_ABSENT(true, json -> asset(json).remove("params")),
    PARAMS_A_STRING(true, json -> asset(json).put("params", "none")),
    PARAM_NULL(true, json -> asset(json).withArray("params").addNull()),
    /** One field of 5 MB. */
    HUGE(false, json -> json.put("note", "x".repeat(5 << 20))),
    /** 200 objects, one in the other. */
    DEEP(false, json -> {
        ObjectNode inner = json.putObject("external_attributes");
        for (int level = 0; level < 200; level++) {
            inner = inner.putObject("level");
        }
    }),
    UNKNOWN_FIELDS(false, json -> {
        json.putObject("unheard_of").putArray("of").add(1).addNull().add(true);
        asset(json).put("asset_extra", 12.5);
    }),
    /** Text that templates, loggers, shells and URLs like to interpret, in names and parameter values. */
    HOSTILE_TEXT(false, json -> {
        String text = "${body} {{env:HOME}} ?a=b&c=d \r\nX-Injected: 1 \"'\\ <b>%2F</b> \uD83D\uDE80 \u202E ../..";
        ObjectNode customer = (ObjectNode) asset(json).path("tiers").path("customer");
        customer.put("name", text);
        hostileParams(asset(json).withArray("params"), text);
    });

    private final boolean malformed;
    private final transient Spoiling spoiling;

    Poison(boolean malformed, Spoiling spoiling) {
        this.malformed = malformed;
        this.spoiling = spoiling;
    }

    /** Whether a reader must give up on it; otherwise it is to be processed like any other. */
    public boolean isMalformed() {
        return malformed;
    }

    @Override
    public ObjectNode apply(ObjectNode json) {
        spoiling.spoil(json);
        return json;
    }

    private static ObjectNode asset(ObjectNode json) {
        return (ObjectNode) json.get("asset");
    }

    private static void hostileParams(ArrayNode params, String text) {
        params.forEach(param -> {
            if (param.path("phase").asText().equals("ordering")) {
                ((ObjectNode) param).put("value", text);
            }
        });
    }

    private interface Spoiling {
        void spoil(ObjectNode json);
    }
}
