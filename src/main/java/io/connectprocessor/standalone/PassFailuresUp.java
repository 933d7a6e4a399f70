package io.connectprocessor.standalone;

import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * For every route that names no policy: its failures go up to the one of process-request. dead-letter.camel.yaml says the same, until a visual
 * editor saves it: such an editor gives that policy an id, and with an id it is for the routes that name it, which are none.
 */
final class PassFailuresUp extends RouteConfigurationBuilder {

    @Override
    public void configuration() {
        routeConfiguration().errorHandler(noErrorHandler());
    }
}
