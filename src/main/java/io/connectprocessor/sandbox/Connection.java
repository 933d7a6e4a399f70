package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.io.SerializedString;

/** @param type preview, test or production */
record Connection(
        String id,
        String type,
        String hubId,
        String hubName,
        String providerId,
        String providerName,
        String vendorId,
        String vendorName,
        SerializedString json) {}
