package io.connectprocessor.routing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parameters that routes save ({@code connect:update}, {@code params}), mark ({@code connect:inquire}, {@code errors}) and put into
 * paths ({@code connect:vendor}, {@code path}). Ids that come out of data are not seen, nor are files that are not YAML.
 */
public final class ParameterUses {

    private static final Pattern IN_PATH = Pattern.compile("(?<![${])\\{([^{}\\[\\]]+)}(?!})");
    private static final Set<String> OF_REQUESTS = Set.of("asset");
    private static final Set<String> OF_TIER_REQUESTS = Set.of("tier1", "tier2");
    private static final Set<String> OF_BOTH = Set.of("asset", "tier1", "tier2");
    private static final Set<String> REQUEST_ROUTES = Set.of(
            "on-purchase",
            "on-change",
            "on-cancel",
            "on-suspend",
            "on-resume",
            "on-adjustment",
            "on-renew",
            "on-transfer",
            "on-revoke");

    /** An account's data have changed; the request about it has ids only. */
    private static final String WITHOUT_PARAMETERS = "on-tier-account-request";

    private final Placeholders keys;

    /** @param properties every key that routes may name in {@code {{…}}}, with its value */
    public ParameterUses(Map<String, String> properties) {
        this.keys = new Placeholders(Map.copyOf(properties), System::getenv);
    }

    /** Each parameter once for each set of scopes, where it is named first; in the order of files and lines. */
    public List<ParameterUse> in(Path routesDirectory) {
        Map<List<Object>, ParameterUse> uses = new LinkedHashMap<>();
        for (RouteText file : RouteFolder.read(routesDirectory).files()) {
            if (file.stem().equals(WITHOUT_PARAMETERS)) {
                continue;
            }
            Set<String> scopes = scopes(file.stem());
            // What is wrong with the files is the validator's to say.
            new DocumentReader(finding -> {})
                    .read(file)
                    .ifPresent(document -> document.endpoints()
                            .forEach(use -> named(
                                    use.resolved(keys),
                                    (id, line) -> uses.putIfAbsent(
                                            List.of(id, scopes), new ParameterUse(id, scopes, file.file(), line)))));
        }
        return List.copyOf(uses.values());
    }

    /** Only the product's own router calls these; a route of another name may be called for both kinds of request. */
    private static Set<String> scopes(String stem) {
        if (REQUEST_ROUTES.contains(stem)) {
            return OF_REQUESTS;
        }
        return stem.equals("on-tier-config-request") ? OF_TIER_REQUESTS : OF_BOTH;
    }

    private static void named(EndpointUse use, BiConsumer<String, Integer> found) {
        for (EndpointUse.Option option : use.options()) {
            if (use.isConnect("update") && option.name().equals("params")
                    || use.isConnect("inquire") && option.name().equals("errors")) {
                assigned(option.value()).forEach(id -> found.accept(id, option.line()));
            } else if (use.isConnect("vendor") && option.name().equals("path")) {
                Matcher place = IN_PATH.matcher(option.value());
                while (place.find()) {
                    found.accept(place.group(1), option.line());
                }
            }
        }
    }

    /** The left sides of {@code id=value,id=value}; commas inside braces do not count. */
    private static List<String> assigned(String option) {
        List<String> ids = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= option.length(); i++) {
            char c = i == option.length() ? ',' : option.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && (depth <= 0 || i == option.length())) {
                String part = option.substring(start, i);
                int equals = part.indexOf('=');
                String id = equals < 0 ? "" : part.substring(0, equals).strip();
                if (!id.isEmpty() && !id.contains("{")) {
                    ids.add(id);
                }
                start = i + 1;
            }
        }
        return ids;
    }
}
