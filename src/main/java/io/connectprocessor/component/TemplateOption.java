package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.connect.Templates;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The template that a step names by its option, or else the settings for the request. */
final class TemplateOption {

    private final ConnectEndpoint endpoint;
    private final OptionText named;

    TemplateOption(ConnectEndpoint endpoint) {
        this.endpoint = endpoint;
        this.named = endpoint.getTemplate() == null
                ? null
                : OptionText.of(endpoint.getCamelContext(), endpoint.getTemplate());
    }

    /** The id of the template that approves the request. */
    String approval(Exchange exchange, ConnectRequest request) {
        return id(exchange, request, Templates.Use.approval(request), settings().approval(request))
                .orElseThrow(() -> endpoint.fault(
                        "template is missing",
                        "Name one, or set connect.template."
                                + (request.kind() == RequestKind.REQUEST ? "activation" : "tier") + "."));
    }

    /** The id of the template that asks the customer; empty when neither names one, for the platform needs none. */
    Optional<String> inquiry(Exchange exchange, ConnectRequest request) {
        return id(exchange, request, Templates.Use.inquiry(request), settings().inquiry(request));
    }

    private TemplateSettings settings() {
        return new TemplateSettings(endpoint.runtime().settings());
    }

    private Optional<String> id(
            Exchange exchange, ConnectRequest request, Templates.Use use, Optional<NarrowedSettings.Found> set) {
        Optional<String> name =
                named == null ? set.map(NarrowedSettings.Found::text).filter(text -> !text.isBlank()) : named(exchange);
        return name.map(text -> endpoint.runtime().templates().id(request.product(), use, text));
    }

    private Optional<String> named(Exchange exchange) {
        Object value = named.value(exchange);
        if (value == null) {
            throw endpoint.fault("the template is missing: " + named + " gave nothing", "Name a template.");
        }
        return Optional.of(String.valueOf(value));
    }
}
