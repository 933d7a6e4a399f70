/**
 * Route files: what is wrong with them, said before Camel runs them, and their exchange while the processor runs. {@link
 * io.connectprocessor.routing.RouteValidator} checks a folder, {@link io.connectprocessor.routing.RouteReloader} brings saved files into a
 * running context.
 */
package io.connectprocessor.routing;
