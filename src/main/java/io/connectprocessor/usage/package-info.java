/** From the vendor's usage records to accepted usage files: what is checked, what is reported, and what was reported before. */
package io.connectprocessor.usage;
