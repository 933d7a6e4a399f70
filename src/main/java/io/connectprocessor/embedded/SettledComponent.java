package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.settings.Settings;
import java.time.Clock;

/** The component as the settings want it; ledger and database of usage are for others to set. It is held from the start. */
public record SettledComponent(Settings settings, Clock clock) {

    /** @throws ConfigurationException when a setting of usage is not understood, naming the key, its value and what to write */
    public ConnectComponent component() {
        ConnectComponent connect = new ConnectComponent();
        connect.setApiUrl(settings.connectApiUrl().toString());
        connect.setApiKey(settings.connectApiKey());
        connect.setProducts(String.join(",", settings.products()));
        connect.setEnvironments(String.join(",", settings.environments()));
        connect.setTypes(String.join(",", settings.types()));
        connect.setAssignees(String.join(",", settings.assignees()));
        settings.remindAfter().ifPresent(wait -> connect.setRemindAfter(wait.toMillis()));
        connect.setReminderText(settings.reminderText());
        settings.expireAfter().ifPresent(wait -> connect.setExpireAfter(wait.toMillis()));
        connect.setOnExpiry(settings.onExpiry());
        connect.setExpiryReason(settings.expiryReason());
        settings.parkNote().ifPresent(connect::setParkNote);
        settings.vendorApiUrl().ifPresent(url -> connect.setVendorApiUrl(url.toString()));
        settings.vendorApiKey().ifPresent(connect::setVendorApiKey);
        settings.connectCaFile().ifPresent(file -> connect.setCaFile(file.toString()));
        settings.vendorCaFile().ifPresent(file -> connect.setVendorCaFile(file.toString()));
        connect.setRate(settings.connectRate().orElse(0));
        connect.setVendorRate(settings.vendorRate().orElse(0));
        settings.connectConnections().ifPresent(connect::setConnections);
        settings.vendorConnections().ifPresent(connect::setVendorConnections);
        connect.setConnectTimeout(settings.httpConnectTimeout().toMillis());
        connect.setResponseTimeout(settings.httpResponseTimeout().toMillis());
        connect.setConcurrency(settings.processConcurrency());
        connect.setPageSize(settings.pollPageSize());
        connect.setRecheckAfter(settings.pollRecheckAfter().toMillis());
        connect.setPlannedDate(settings.plannedDate());
        connect.setRetryAttempts(settings.retryAttempts());
        connect.setRetryFirstDelay(settings.retryFirstDelay().toMillis());
        connect.setRetryMaxDelay(settings.retryMaxDelay().toMillis());
        connect.setSettings(settings.all());
        connect.setUsageOptions(UsageSetup.options(settings));
        connect.useClock(clock);
        connect.holdFromTheStart();
        return connect;
    }
}
