package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import java.util.Optional;

/**
 * Which template the settings name for a request. The narrowest scope counts first, within it the key of the request's type, or of the tier's
 * level, before the general one. What a pending request shows as its own template is never looked at: that is the one of its present status.
 */
public record TemplateSettings(NarrowedSettings settings) {

    private static final String ACTIVATION = "connect.template.activation";
    private static final String TIER = "connect.template.tier";
    private static final String INQUIRE = "connect.template.inquire";

    /** For the approval of a fulfillment request. */
    public Optional<NarrowedSettings.Found> activation(String product, String marketplace, String type) {
        return settings.find(product, marketplace, ACTIVATION + "." + type, ACTIVATION);
    }

    /** For the approval of a tier request. */
    public Optional<NarrowedSettings.Found> tier(String product, String marketplace, int level) {
        return settings.find(product, marketplace, TIER + ".tier" + level, TIER);
    }

    /** For an inquiry of a fulfillment request. */
    public Optional<NarrowedSettings.Found> inquire(String product, String marketplace) {
        return settings.find(product, marketplace, INQUIRE);
    }

    Optional<NarrowedSettings.Found> approval(ConnectRequest request) {
        return request.kind() == RequestKind.REQUEST
                ? activation(request.product(), request.marketplace(), request.type())
                : tier(request.product(), request.marketplace(), request.tierLevel());
    }

    Optional<NarrowedSettings.Found> inquiry(ConnectRequest request) {
        return inquire(request.product(), request.marketplace());
    }
}
