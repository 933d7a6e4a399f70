package io.connectprocessor.connect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an approval says (OpenAPI 37.0, POST approve): a template or, deprecated there, an activation tile; and when the vendor made it
 * effective. A tier request has all of it inside {@code template}.
 *
 * @param templateId {@code TL-…}, or null when there is a tile
 * @param activationTile Markdown, or null when there is a template
 * @param effectiveDate {@code YYYY-MM-DDThh:mm:ss+00:00}, or null for the time of the approval
 */
public record Approval(String templateId, String activationTile, String effectiveDate) {

    Map<String, Object> payload(RequestKind kind) {
        boolean tier = kind == RequestKind.TIER_REQUEST;
        Map<String, Object> said = new LinkedHashMap<>();
        if (templateId != null) {
            said.put(tier ? "id" : "template_id", templateId);
        }
        if (activationTile != null) {
            said.put(tier ? "representation" : "activation_tile", activationTile);
        }
        // Nulls are refused as bad dates: what is not said is left out.
        if (effectiveDate != null) {
            said.put("effective_date", effectiveDate);
        }
        return tier ? Map.of("template", said) : said;
    }
}
