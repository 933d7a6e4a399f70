package io.connectprocessor.sandbox;

import java.time.Instant;

/** A tier account request: a vendor is told of an account's new version. Guarded by the platform's lock. */
final class AccountRequest {

    final String id;
    final Product product;
    final Party account;
    final int version;
    final String environment;
    final Instant created;
    String status;
    String reason;
    Instant updated;

    AccountRequest(
            String id,
            Product product,
            Party account,
            int version,
            String environment,
            Instant created,
            String status) {
        this.id = id;
        this.product = product;
        this.account = account;
        this.version = version;
        this.environment = environment;
        this.created = created;
        this.updated = created;
        this.status = status;
    }
}
