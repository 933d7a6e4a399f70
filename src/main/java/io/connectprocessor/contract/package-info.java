/** What a product must have, written down in YAML, and how it differs from what Connect has. Depends on {@code connect} and {@code failure}. */
package io.connectprocessor.contract;
