package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.component.NarrowedSettings;
import io.connectprocessor.component.NarrowedSettings.Found;
import io.connectprocessor.component.TemplateSettings;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.connect.Templates;
import io.connectprocessor.connect.WantedTypes;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** As {@link #run()}, the templates that one product may need, in any marketplace that a setting is for. */
    public void templates(String product) {
        WantedTypes wanted = WantedTypes.of(settings.types());
        NarrowedSettings narrowed = new NarrowedSettings(settings.all());
        TemplateSettings named = new TemplateSettings(narrowed);
        List<String> marketplaces = new ArrayList<>(narrowed.marketplaces());
        marketplaces.add(null);
        Set<Found> activation = new LinkedHashSet<>();
        Set<Found> inquire = new LinkedHashSet<>();
        for (String marketplace : marketplaces) {
            wanted.of(RequestKind.REQUEST)
                    .forEach(
                            type -> named.activation(product, marketplace, type).ifPresent(activation::add));
            if (wanted.any(RequestKind.REQUEST)) {
                named.inquire(product, marketplace).ifPresent(inquire::add);
            }
        }
        List<String> missing = new ArrayList<>();
        check(product, new Templates.Use("asset", "fulfillment"), activation, missing);
        check(product, new Templates.Use("asset", "inquire"), inquire, missing);
        int levels = wanted.any(RequestKind.TIER_REQUEST) ? 2 : 0;
        for (int level = 1; level <= levels; level++) {
            Templates.Use use = new Templates.Use("tier" + level, null);
            // A product without tier configurations has no templates of these scopes.
            if (templates.any(product, use)) {
                Set<Found> tier = new LinkedHashSet<>();
                for (String marketplace : marketplaces) {
                    named.tier(product, marketplace, level).ifPresent(tier::add);
                }
                check(product, use, tier, missing);
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), missing), null);
        }
    }

    /** As {@link #run()}, whether one product is there. */
    public void product(String product) {
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

    private void check(String product, Templates.Use use, Set<Found> named, List<String> missing) {
        for (Found name : named) {
            try {
                templates.id(product, use, name.text());
            } catch (FailedException failed) {
                if (failed.failure().kind() != FailureKind.ROUTE_FAULT) {
                    throw failed;
                }
                missing.add(name.name() + ": " + failed.sentences());
            }
        }
    }
}
