package io.connectprocessor.component;

import io.connectprocessor.connect.Templates;
import org.apache.camel.Exchange;

/** Looks up the id of an approval template by its name and gives it as the body. */
final class TemplateProducer extends ConnectStep {

    private OptionText template;

    TemplateProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        template = OptionText.of(endpoint().getCamelContext(), endpoint().getTemplate());
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = beginDecidable(exchange, "template");
        Object name = template.value(exchange);
        if (name == null) {
            throw endpoint().fault("the template is missing: " + template + " gave nothing", "Name a template.");
        }
        claimed.give(
                exchange,
                runtime()
                        .templates()
                        .id(
                                claimed.request().product(),
                                Templates.Use.approval(claimed.request()),
                                String.valueOf(name)));
    }
}
