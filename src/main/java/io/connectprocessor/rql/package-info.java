/**
 * RQL, the query language of CloudBlue Connect: building, quoting, encoding and checking filters.
 *
 * <p>The grammar is the one of the public repository cloudblue/lib-rql, the filter semantics are those of cloudblue/django-rql, the documented
 * properties those of the OpenAPI file of Connect 37.0. Only the JDK is used. Every type here is immutable and safe for use by many threads.
 */
package io.connectprocessor.rql;
