package io.connectprocessor.routing;

import java.nio.file.Path;
import java.util.Set;

/**
 * A parameter that a step names by a fixed id.
 *
 * @param id as requests call it
 * @param scopes where the request's parameters may be: asset, tier1, tier2
 * @param file the route file, below the directory as it was given
 * @param line counted from 1
 */
public record ParameterUse(String id, Set<String> scopes, Path file, int line) {}
