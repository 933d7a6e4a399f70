package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportUsageTriggerRouteTest {

    @RegisterExtension
    static final RouteFixture OFF = RouteFixture.shipped().triggered().with("poll.cron", "0 0 0 1 1 ?");

    @RegisterExtension
    static final RouteFixture ON = RouteFixture.shipped()
            .triggered()
            .with("poll.cron", "0 0 0 1 1 ?")
            .with("usage.enabled", "true")
            .with("usage.cron", "* * * * * ?");

    @Test
    void is_off_by_default_and_touches_nothing() {
        assertThat(OFF.context().getRouteController().getRouteStatus("report-usage-trigger"))
                .isEqualTo(ServiceStatus.Stopped);
        assertThat(OFF.processor()
                        .ledger()
                        .usage()
                        .firstPeriod(OFF.sandbox().products().get(0)))
                .isEmpty();
    }

    @Test
    void asks_on_schedule_when_it_is_on() {
        await().untilAsserted(() -> assertThat(ON.processor()
                        .ledger()
                        .usage()
                        .firstPeriod(ON.sandbox().products().get(0)))
                .isPresent());
    }
}
