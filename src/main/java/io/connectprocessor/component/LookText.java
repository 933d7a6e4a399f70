package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.RequestKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A look in one line; holds no data of a customer. */
record LookText(Look look) {

    private static final Json JSON = new Json();

    String sentence() {
        List<String> guessed = look.guessedSteps();
        String calls = look.calls().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (look.kind() == RequestKind.TIER_REQUEST ? "tier " : "")
                + look.type() + " " + look.id()
                + (look.product() == null ? "" : " of " + look.product())
                + " would " + would()
                + (calls.isEmpty() ? "" : "; not sent: " + calls)
                + (guessed.isEmpty()
                        ? ""
                        : "; a guess, after an answer that was not asked for: " + String.join(", ", guessed));
    }

    private String would() {
        return switch (look.outcome()) {
            case APPROVED ->
                "be approved" + payload("/approve").map(LookText::with).orElse("");
            case FAILED ->
                "be failed"
                        + payload("/fail")
                                .map(fail -> String.valueOf(fail.get("reason")))
                                .map(reason -> " with a reason of " + reason.length() + " characters")
                                .orElse("");
            case INQUIRED ->
                "be inquired" + payload("/inquire").map(LookText::with).orElse("");
            case CONFIRMED -> "have its revocation confirmed";
            case LATER ->
                "wait " + (look.later() == null ? "" : look.later().toSeconds() + " s ") + "and be tried again";
            case PARKED -> "be parked: " + look.cause() + (look.advice() == null ? "" : " " + look.advice());
            default -> "be " + look.outcome().label();
        };
    }

    /** With which it would be approved; null when with none. */
    String template() {
        return payload("/approve").map(LookText::template).orElse(null);
    }

    /** Of an approval or inquiry of either kind. */
    private static String template(Map<String, Object> payload) {
        Object id =
                payload.get("template") instanceof Map<?, ?> template ? template.get("id") : payload.get("template_id");
        return id == null ? null : String.valueOf(id);
    }

    private static String with(Map<String, Object> payload) {
        String template = template(payload);
        if (template == null) {
            return payload.containsKey("activation_tile") ? " with an activation tile" : "";
        }
        return " with template " + template;
    }

    /** What would have been sent last to a path of Connect that ends so; empty when nothing would. */
    private Optional<Map<String, Object>> payload(String ending) {
        return look.calls().stream()
                .filter(call -> call.to().equals("connect") && call.path().endsWith(ending) && call.body() != null)
                .reduce((first, last) -> last)
                .map(call -> {
                    try {
                        return JSON.object(call.body());
                    } catch (IOException ours) {
                        throw new UncheckedIOException(ours);
                    }
                });
    }
}
