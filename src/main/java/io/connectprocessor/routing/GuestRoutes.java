package io.connectprocessor.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Route files made fit for a context that is somebody else's: names of our own, keys of our own, and an error policy that only our routes
 * name. The files' trees are changed, never their text. Immutable.
 *
 * <ul>
 *   <li>ids of routes and steps, and {@code direct:} names of the files at hand, get the prefix;
 *   <li>{@code connect:}, and {@code quartz:} in the product's files, mean the components that bear these names here;
 *   <li>{@code {{key}}} with one of our keys becomes {@code {{<namespace>.key}}}; see {@link #properties()};
 *   <li>route configurations get the namespace before their id; one without an id, which would be for all routes of the context, gets
 *       one, as does the one that passes failures up, to which visual editors give an id of their own, and every route of ours that names none
 *       names it.
 * </ul>
 *
 * @param files what is to run
 * @param prefix of ids and {@code direct:} names; empty for none
 * @param settings by key; the keys that the files may name
 */
public record GuestRoutes(RouteFiles files, String prefix, Map<String, String> settings) {

    private static final Pattern KEY = Pattern.compile("\\{\\{([?!]?)\\s*([^{}:\\s]+)\\s*(:[^{}]*)?}}");
    private static final Pattern DIRECT = Pattern.compile("direct:(?://)?([A-Za-z0-9_.\\-]+)(\\?.*)?");
    private static final Set<String> ENDPOINTS = Set.of("uri", "to", "toD", "from", "wireTap");
    private static final Set<String> OPTIONS_WITH_ENDPOINTS = Set.of("call", "lookUp", "source");
    private static final String CONFIGURATION = "routeConfiguration";
    private static final String CONFIGURATION_ID = "routeConfigurationId";

    public GuestRoutes {
        settings = Map.copyOf(settings);
    }

    /** What stands before all that needs a name in the whole context, such as {@code acme-connect-processor}. */
    public String namespace() {
        return prefix + "connect-processor";
    }

    /** The name of the component {@code connect}. */
    public String component() {
        return prefix + "connect";
    }

    /** The name of the component that the product's schedules use; the host's {@code quartz} stays as it is. */
    public String schedules() {
        return prefix + "connect-quartz";
    }

    /** The name of the component of a queue at a broker. */
    public String broker() {
        return prefix + "connect-jms";
    }

    /** The id that the route of a file has. */
    public String route(String stem) {
        return prefix + stem;
    }

    /** What {@code {{…}}} in the routes stand for, by the names that they have in the routes. */
    public Map<String, String> properties() {
        Map<String, String> named = new TreeMap<>();
        settings.forEach((key, value) -> named.put(namespace() + "." + key, qualified(value)));
        return named;
    }

    /** What an endpoint is called in the context that is called so in the settings. */
    public String named(String uri) {
        return endpoint(qualified(uri), false);
    }

    /**
     * What Camel loads, in the order in which it may be loaded: policies first, what starts by itself last.
     *
     * @throws IllegalArgumentException when a file is not YAML, naming file, line and what to do
     */
    public List<Resource> resources() {
        return files.texts().stream()
                .map(this::document)
                .sorted(Comparator.comparing((RouteDocument document) ->
                                document.configurations().isEmpty())
                        .thenComparing(NamingCheck::startsElsewhere))
                .map(document -> (Resource)
                        new RouteSource(new RouteText(document.file().file(), text(rewritten(document)), null)))
                .toList();
    }

    private RouteDocument document(RouteText file) {
        List<RouteFinding> findings = new ArrayList<>();
        Optional<RouteDocument> read = new DocumentReader(findings::add).read(file);
        return read.orElseThrow(() -> new IllegalArgumentException(
                findings.stream().map(String::valueOf).collect(Collectors.joining(System.lineSeparator()))));
    }

    private static String text(Node root) {
        StringBuilder text = new StringBuilder();
        StreamDataWriter writer = new StreamDataWriter() {
            @Override
            public void write(String more) {
                text.append(more);
            }

            @Override
            public void write(String more, int from, int length) {
                text.append(more, from, from + length);
            }
        };
        new Dump(DumpSettings.builder()
                        .setWidth(Integer.MAX_VALUE)
                        .setSplitLines(false)
                        .build())
                .dumpNode(root, writer);
        return text.toString();
    }

    private Node rewritten(RouteDocument document) {
        boolean ours = RouteFiles.isOfTheProduct(document.stem());
        List<Node> items = Yaml.items(document.root()).stream()
                .map(item -> rewritten(item, null, ours, false))
                .map(this::byName)
                .toList();
        return new SequenceNode(Tag.SEQ, items, FlowStyle.BLOCK);
    }

    /** @param key under which the node stands, or null */
    private Node rewritten(Node node, String key, boolean ours, boolean option) {
        if (node instanceof MappingNode mapping) {
            boolean options = "parameters".equals(key);
            List<NodeTuple> entries = new ArrayList<>();
            for (NodeTuple entry : mapping.getValue()) {
                String name = Yaml.text(entry.getKeyNode());
                entries.add(new NodeTuple(entry.getKeyNode(), rewritten(entry.getValueNode(), name, ours, options)));
            }
            return new MappingNode(mapping.getTag(), entries, mapping.getFlowStyle());
        }
        if (node instanceof SequenceNode sequence) {
            return new SequenceNode(
                    sequence.getTag(),
                    sequence.getValue().stream()
                            .map(item -> rewritten(item, key, ours, option))
                            .toList(),
                    sequence.getFlowStyle());
        }
        String text = Yaml.text(node);
        String next = text == null ? null : rewritten(text, key == null ? "" : key, ours, option);
        return text == null || next.equals(text)
                ? node
                : new ScalarNode(((ScalarNode) node).getTag(), next, ScalarStyle.DOUBLE_QUOTED);
    }

    private String rewritten(String written, String key, boolean ours, boolean option) {
        String text = qualified(written);
        if (key.equals("id") && !option) {
            return prefix + text;
        }
        if (key.equals(CONFIGURATION_ID)) {
            return text;
        }
        if (option ? OPTIONS_WITH_ENDPOINTS.contains(key) : ENDPOINTS.contains(key)) {
            return endpoint(text, ours);
        }
        // Names of endpoints that a recipientList, an enrich and the like hold as constants.
        List<String> parts = List.of(text.split(",", -1));
        return parts.stream().allMatch(part -> DIRECT.matcher(part.strip()).matches())
                ? parts.stream().map(part -> endpoint(part.strip(), ours)).collect(Collectors.joining(","))
                : text;
    }

    private String endpoint(String uri, boolean ours) {
        Matcher direct = DIRECT.matcher(uri);
        if (direct.matches()) {
            String options = direct.group(2) == null ? "" : direct.group(2);
            return files.names().contains(direct.group(1)) ? "direct:" + prefix + direct.group(1) + options : uri;
        }
        if (uri.startsWith("connect:")) {
            return component() + withOptions(uri.substring("connect".length()), ours);
        }
        // Camel 4.18 finds the route of a job by the job's name, among all routes of the context.
        return ours && uri.startsWith("quartz:") ? schedules() + ":" + prefix + uri.substring("quartz:".length()) : uri;
    }

    private String withOptions(String rest, boolean ours) {
        int question = rest.indexOf('?');
        if (question < 0) {
            return rest;
        }
        List<String> options = new ArrayList<>();
        for (String pair : rest.substring(question + 1).split("&")) {
            int equals = pair.indexOf('=');
            boolean endpoint = equals > 0 && OPTIONS_WITH_ENDPOINTS.contains(pair.substring(0, equals));
            options.add(endpoint ? pair.substring(0, equals + 1) + endpoint(pair.substring(equals + 1), ours) : pair);
        }
        return rest.substring(0, question + 1) + String.join("&", options);
    }

    private String qualified(String text) {
        return KEY.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        settings.containsKey(found.group(2))
                                ? "{{" + found.group(1) + namespace() + "." + found.group(2)
                                        + (found.group(3) == null ? "" : found.group(3)) + "}}"
                                : found.group()));
    }

    /** A policy that belongs to all routes of the context belongs to ours alone. */
    private Node byName(Node item) {
        Node configuration = Yaml.child(item, CONFIGURATION);
        if (configuration != null) {
            String id = Yaml.text(Yaml.child(configuration, "id"));
            boolean passesUp = Yaml.child(Yaml.child(configuration, "errorHandler"), "noErrorHandler") != null;
            String bare = id == null || passesUp ? "pass-failures-up" : id.substring(prefix.length());
            return with(item, CONFIGURATION, with(configuration, "id", scalar(policy(bare))));
        }
        Node route = Yaml.child(item, "route");
        if (route == null) {
            return item;
        }
        String named = Yaml.text(Yaml.child(route, CONFIGURATION_ID));
        return with(
                item,
                "route",
                with(route, CONFIGURATION_ID, scalar(policy(named == null ? "pass-failures-up" : named))));
    }

    /** @param routeConfiguration id of one in the context, or null */
    public boolean isOurs(String routeConfiguration) {
        return routeConfiguration != null && routeConfiguration.startsWith(policy(""));
    }

    private String policy(String id) {
        return namespace() + "-" + id;
    }

    private static Node scalar(String text) {
        return new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED);
    }

    private static Node with(Node mapping, String name, Node value) {
        List<NodeTuple> entries = new ArrayList<>();
        boolean there = false;
        for (NodeTuple entry : Yaml.entries(mapping)) {
            boolean same = name.equals(Yaml.text(entry.getKeyNode()));
            entries.add(same ? new NodeTuple(entry.getKeyNode(), value) : entry);
            there |= same;
        }
        if (!there) {
            entries.add(0, new NodeTuple(scalar(name), value));
        }
        return new MappingNode(mapping.getTag(), entries, ((MappingNode) mapping).getFlowStyle());
    }
}
