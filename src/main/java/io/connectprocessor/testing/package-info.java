/** A JUnit 5 extension for a vendor's tests of its own routes. Needs {@code junit-jupiter-api} on the class path, which this jar does not bring. */
package io.connectprocessor.testing;
