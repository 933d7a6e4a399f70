package io.connectprocessor.component;

import org.apache.camel.Exchange;

/** Looks up the id of an approval template by its name and gives it as the body. */
final class TemplateProducer extends ConnectStep {

    private TemplateOption template;

    TemplateProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        template = new TemplateOption(endpoint());
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = beginDecidable(exchange, "template");
        claimed.give(exchange, template.approval(exchange, claimed.request()));
    }
}
