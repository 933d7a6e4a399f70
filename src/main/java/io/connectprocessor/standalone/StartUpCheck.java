package io.connectprocessor.standalone;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.connect.Templates;
import io.connectprocessor.connect.WantedTypes;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.settings.Settings;

/** Asks Connect, before the first effect, whether the configured products and templates exist. */
public record StartUpCheck(ConnectClient connect, Templates templates, Settings settings) {

    public StartUpCheck(ConnectComponent component, Settings settings) {
        this(component.connect(), component.templates(), settings);
    }

    /**
     * @throws ConfigurationException when a product or a template is not there
     * @throws FailedException when Connect cannot be asked now; its failure says whether waiting may help
     */
    public void run() {
        for (String product : settings.products()) {
            product(product);
            templates(product);
        }
    }

    /** As {@link #run()}, the templates of one product alone. */
    void templates(String product) {
        WantedTypes wanted = WantedTypes.of(settings.types());
        if (wanted.any(RequestKind.REQUEST)) {
            template(
                    product,
                    new Templates.Use("asset", "fulfillment"),
                    "connect.template.activation",
                    settings.activationTemplate());
        }
        if (!wanted.any(RequestKind.TIER_REQUEST)) {
            return;
        }
        for (String scope : new String[] {"tier1", "tier2"}) {
            Templates.Use use = new Templates.Use(scope, null);
            // A product without tier configurations has no templates of these scopes.
            if (templates.any(product, use)) {
                template(product, use, "connect.template.tier", settings.tierTemplate());
            }
        }
    }

    /** As {@link #run()}, whether one product is there. */
    void product(String product) {
        try {
            connect.product(product);
        } catch (FailedException failed) {
            if (failed.failure().status() == 404) {
                throw new ConfigurationException(
                        "connect.products names " + product
                                + ", which this key does not see (404). Correct the id, or use the key of the account that owns it.",
                        failed);
            }
            throw failed;
        }
    }

    private void template(String product, Templates.Use use, String key, String name) {
        try {
            templates.id(product, use, name);
        } catch (FailedException failed) {
            if (failed.failure().kind() == FailureKind.ROUTE_FAULT) {
                throw new ConfigurationException(key + ": " + failed.sentences(), failed);
            }
            throw failed;
        }
    }
}
