package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.io.SerializedString;

/** Something that a request shows whole and filters by id and name: a tier account, a marketplace, a contract. */
record Party(String id, String name, String externalId, String externalUid, SerializedString json) {}
