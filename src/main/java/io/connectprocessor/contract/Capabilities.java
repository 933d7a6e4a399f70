package io.connectprocessor.contract;

import java.util.List;

/** The capabilities that the platform documents (OpenAPI 37.0, GET /products/{id}). */
final class Capabilities {

    static final List<String> DOCUMENTED = List.of(
            "cart.validation",
            "inquiring.validation",
            "ppu.dynamic",
            "ppu.future",
            "ppu.late",
            "ppu.ppu",
            "ppu.predictive",
            "ppu.schema",
            "reservation.consumption",
            "subscription.cancel.offline",
            "subscription.cancel.scheduling",
            "subscription.change.editable_fulfillment_parameters",
            "subscription.change.editable_ordering_parameters",
            "subscription.change.inquiring_validation",
            "subscription.change.scheduling",
            "subscription.change.simultaneous_adjustment",
            "subscription.change.validation",
            "subscription.hold",
            "subscription.parameter.versions",
            "subscription.purchase.scheduling",
            "subscription.renew.editable_fulfillment_parameters",
            "subscription.renew.editable_ordering_parameters",
            "subscription.renew.enable_renew",
            "subscription.renew.inquiring_validation",
            "subscription.renew.scheduling",
            "subscription.renew.validation",
            "subscription.resume.scheduling",
            "subscription.schema",
            "subscription.suspend.offline",
            "subscription.suspend.scheduling",
            "subscription.transfer.editable_fulfillment_parameters",
            "subscription.transfer.editable_ordering_parameters",
            "subscription.transfer.enable_transfer",
            "subscription.transfer.inquiring_validation",
            "subscription.transfer.transfer_autoapprove",
            "subscription.transfer.validation",
            "tiers.configs.configs",
            "tiers.configs.level",
            "tiers.configs.setup.inquiring_validation",
            "tiers.configs.update.inquiring_validation",
            "tiers.configs.update.validation",
            "tiers.updates",
            "tiers.validation");

    private Capabilities() {}
}
