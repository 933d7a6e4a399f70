package io.connectprocessor.component;

import io.connectprocessor.sandbox.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A sandbox and a {@link Host} for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class HostTest {

    Sandbox sandbox;
    Host host;

    @BeforeAll
    void open() {
        Sandbox.Builder builder = Sandbox.builder();
        vary(builder);
        sandbox = builder.start();
        host = new Host(sandbox, this::configure);
    }

    /** How the sandbox differs from the usual one. */
    void vary(Sandbox.Builder builder) {}

    /** What the component has beside the sandbox's address. */
    void configure(ConnectComponent component) {}

    @AfterEach
    void noFaults() {
        sandbox.clearFaults();
    }

    @AfterAll
    void close() {
        host.close();
        sandbox.close();
    }
}
