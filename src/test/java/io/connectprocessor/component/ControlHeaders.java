package io.connectprocessor.component;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * Every header by which this Camel can be told what to do: those that its catalog documents for any component, those of {@link Exchange} and of
 * every class of constants on the class path, ours, and those that mean something to HTTP or JMS without a prefix.
 */
final class ControlHeaders {

    /** How a name may be spelled: headers of messages and of HTTP do not know one from the other. */
    enum Casing {
        AS_IS(name -> name),
        LOWER(name -> name.toLowerCase(Locale.ROOT)),
        UPPER(name -> name.toUpperCase(Locale.ROOT));

        private final UnaryOperator<String> spelling;

        Casing(UnaryOperator<String> spelling) {
            this.spelling = spelling;
        }

        String spell(String name) {
            return spelling.apply(name);
        }
    }

    private static final List<String> WITHOUT_PREFIX = List.of(
            "Accept",
            "Accept-Encoding",
            "Authorization",
            "Connection",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Cookie",
            "Expect",
            "Forwarded",
            "Host",
            "Idempotency-Key",
            "If-Match",
            "Location",
            "Max-Forwards",
            "Origin",
            "Proxy-Authorization",
            "Range",
            "Referer",
            "Set-Cookie",
            "SOAPAction",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "User-Agent",
            "Via",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-HTTP-Method-Override",
            "X-Injected",
            "X-Original-URL",
            "breadcrumbId",
            "operationName",
            "operationNamespace",
            "traceparent",
            "tracestate",
            "JMSCorrelationID",
            "JMSDestination",
            "JMSExpiration",
            "JMSReplyTo",
            "JMSType",
            "JMSXGroupID",
            "JMSXUserID",
            "JMS_AMQP_ContentType");

    private ControlHeaders() {}

    /** By the component that heeds them; {@code exchange}, {@code class-path}, {@code connect} and {@code http-and-jms} beside those. */
    static Map<String, Set<String>> byOwner() {
        Map<String, Set<String>> byOwner = new LinkedHashMap<>();
        byOwner.put("http-and-jms", new TreeSet<>(WITHOUT_PREFIX));
        byOwner.put("exchange", constants(Exchange.class));
        byOwner.put("connect", constants(ConnectHeaders.class));
        byOwner.put("class-path", ofClassPath());
        DefaultCamelCatalog catalog = new DefaultCamelCatalog(true);
        for (String name : catalog.findComponentNames()) {
            Set<String> headers = catalog.componentModel(name).getEndpointHeaders().stream()
                    .map(ComponentModel.EndpointHeaderModel::getName)
                    .filter(ControlHeaders::isName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!headers.isEmpty()) {
                byOwner.put(name, headers);
            }
        }
        return byOwner;
    }

    static Set<String> all() {
        return byOwner().values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Not all are in the catalog: that of camel-bean for example has none. */
    private static Set<String> ofClassPath() {
        Set<String> headers = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.matches(".*/camel-[^/]*\\.jar")) {
                continue;
            }
            try (JarFile jar = new JarFile(entry)) {
                jar.stream()
                        .map(JarEntry::getName)
                        .filter(name -> name.matches("org/apache/camel/.*Constants\\.class"))
                        .flatMap(name -> constants(loaded(name)).stream())
                        .filter(name -> name.startsWith("Camel") && isName(name))
                        .forEach(headers::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return headers;
    }

    private static Class<?> loaded(String file) {
        try {
            return Class.forName(file.replace('/', '.').replaceAll("\\.class$", ""));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Some are documented by a pattern, such as {@code CamelFhir.*}. */
    private static boolean isName(String documented) {
        return documented.matches("[A-Za-z0-9_.-]+");
    }

    private static Set<String> constants(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers())
                        && !Modifier.isPrivate(field.getModifiers())
                        && field.getType() == String.class)
                .map(ControlHeaders::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Field constant) {
        try {
            constant.setAccessible(true);
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
