package io.connectprocessor.sandbox;

import java.util.function.Supplier;

/** What answers a call; {@code action} is its name in books and fault rules. */
record Endpoint(String action, Supplier<Reply> answer) {

    static Endpoint unknown() {
        return new Endpoint("unknown", () -> {
            throw Refusal.notFound();
        });
    }

    static Endpoint wrongMethod() {
        return new Endpoint("unknown", () -> {
            throw new Refusal(405, null, "Method not allowed.");
        });
    }
}
