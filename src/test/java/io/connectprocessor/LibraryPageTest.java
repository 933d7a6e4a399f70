package io.connectprocessor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.embedded.Health;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.testing.ConnectRoutes;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** docs/library.md says what pom.xml, classes and the generated catalog say; {@code -Ddocs.write} writes it. */
class LibraryPageTest {

    private static final Path PAGE = Path.of("docs", "library.md");
    private static final String COMMAND = "mvn -q test -Dtest=LibraryPageTest -Ddocs.write";

    /** Packages whose classes a host may use, with what they are for. */
    private static final Map<String, String> PACKAGES = new TreeMap<>(Map.of(
            "embedded", "adds the processor to a CamelContext",
            "component", "the component `connect:`, if you configure it yourself",
            "ledger", "a ledger that you open yourself",
            "rql", "RQL: build, quote, parse and check filters",
            "sandbox", "a Connect and a vendor to test against",
            "testing", "a JUnit 5 extension for tests of routes; bring your own JUnit"));

    private static final List<Class<?>> SHOWN = List.of(
            ConnectProcessor.class,
            ConnectProcessor.Builder.class,
            Health.class,
            ConfigurationException.class,
            Ledgers.class,
            LedgerOptions.class,
            Ledger.class,
            ConnectRoutes.class);

    private record Dependency(String name, String version, boolean optional, boolean shipped, String comment) {}

    private static List<Dependency> dependencies;

    @BeforeAll
    static void read() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        dependencies = new ArrayList<>();
        String comment = "";
        Node list = children(project, "dependencies").get(0);
        for (Node node = list.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Comment said) {
                comment = said.getData().strip().replaceAll("\\s+", " ");
            } else if (node instanceof Element dependency) {
                String scope = text(dependency, "scope");
                dependencies.add(new Dependency(
                        text(dependency, "groupId") + ":" + text(dependency, "artifactId"),
                        version(project, dependency),
                        text(dependency, "optional").equals("true"),
                        scope.isEmpty() || scope.equals("compile") || scope.equals("runtime"),
                        comment));
            }
        }
    }

    private static String version(Element project, Element dependency) {
        String version = text(dependency, "version");
        Element properties = children(project, "properties").get(0);
        if (version.startsWith("${")) {
            return text(properties, version.substring(2, version.length() - 1));
        }
        if (!version.isEmpty()) {
            return version;
        }
        return switch (text(dependency, "groupId")) {
            case "org.apache.camel" -> text(properties, "camel.version");
            case "com.fasterxml.jackson.core" -> text(properties, "jackson.version");
            case "org.junit.jupiter" -> text(properties, "junit.version");
            default ->
                throw new IllegalStateException("no version of " + text(dependency, "artifactId") + " in pom.xml");
        };
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    /** The classpath of the sample examples/camel-main is looked at by its own test. */
    @Test
    void a_host_gets_no_server_no_logging_backend_and_no_command_line() {
        List<String> forced = dependencies.stream()
                .filter(dependency -> dependency.shipped() && !dependency.optional())
                .map(Dependency::name)
                .toList();
        assertThat(forced).contains("org.apache.camel:camel-yaml-dsl", "com.zaxxer:HikariCP");
        assertThat(forced)
                .noneMatch(name -> Stream.of(
                                "logback",
                                "log4j",
                                "slf4j-",
                                "picocli",
                                "progressbar",
                                "platform-http",
                                "vertx",
                                "micrometer",
                                "camel-main",
                                "camel-core:",
                                "jms",
                                "artemis",
                                "postgresql:postgresql",
                                "fastexcel-reader",
                                "spring")
                        .anyMatch((name + ":")::contains));
    }

    @Test
    void the_page_says_what_there_is() throws Exception {
        String page = page();
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/library.md; write it anew with: %s", COMMAND)
                .isEqualTo(page);
    }

    private static String page() throws Exception {
        StringBuilder page = new StringBuilder();
        page.append("""
                # The library

                `io.connectprocessor:connect-processor` is a jar with the component `connect:`, RQL, the ledger and the product's routes, and with nothing static, no server and no
                logging backend. How it is added to an application: [README](../README.md#in-your-own-camel-application). This page is generated: `%s`. Module name: `io.connectprocessor`.

                ## What it brings

                These and what they need, in the scope compile.

                | dependency | version |
                |---|---|
                """.formatted(COMMAND));
        dependencies.stream()
                .filter(dependency -> dependency.shipped() && !dependency.optional())
                .sorted(Comparator.comparing(Dependency::name))
                .forEach(dependency ->
                        page.append("| `%s` | %s |\n".formatted(dependency.name(), dependency.version())));
        page.append("""

                ## What it can use

                Put it beside the library if you want what it is for; the standalone processor has it all.

                | dependency | version | for |
                |---|---|---|
                """);
        dependencies.stream()
                .filter(dependency -> dependency.optional())
                .forEach(dependency -> page.append("| `%s` | %s | %s |\n"
                        .formatted(dependency.name(), dependency.version(), dependency.comment())));
        page.append("""

                ## Packages for you

                All else is the product's own and may change with any version.

                | package | for | public classes |
                |---|---|---|
                """);
        PACKAGES.forEach((name, use) -> page.append("| `io.connectprocessor.%s` | %s | %s |\n"
                .formatted(name, use, String.join(", ", publicClasses(name)))));
        for (Class<?> shown : SHOWN) {
            page.append("\n### %s\n\n```java\n".formatted(name(shown)));
            signatures(shown).forEach(line -> page.append(line).append('\n'));
            page.append("```\n");
        }
        catalog(page);
        return page.toString();
    }

    private static List<String> publicClasses(String name) {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.connectprocessor." + name)
                        .stream()
                        .filter(type -> type.getPackageName().equals("io.connectprocessor." + name))
                        .filter(LibraryPageTest::isOpen)
                        .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                        .map(type -> "`" + name(type.reflect()) + "`")
                        .sorted()
                        .toList();
    }

    private static boolean isOpen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(LibraryPageTest::isOpen).orElse(true);
    }

    private static List<String> signatures(Class<?> type) {
        Stream<Constructor<?>> constructors = Arrays.stream(type.getConstructors());
        Stream<Method> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
        return Stream.concat(constructors, methods)
                .map(executable -> signature(executable, type))
                .filter(line -> !line.matches("(boolean equals\\(.*|int hashCode\\(\\)|String toString\\(\\))"))
                .sorted()
                .toList();
    }

    private static String signature(Executable executable, Class<?> type) {
        String parameters = Arrays.stream(executable.getParameters())
                .map(LibraryPageTest::parameter)
                .collect(Collectors.joining(", "));
        if (executable instanceof Method method) {
            String kept = Modifier.isStatic(method.getModifiers()) ? "static " : "";
            return kept + simple(method.getGenericReturnType()) + " " + method.getName() + "(" + parameters + ")";
        }
        return "new " + name(type) + "(" + parameters + ")";
    }

    private static String parameter(Parameter parameter) {
        return simple(parameter.getParameterizedType()) + " " + parameter.getName();
    }

    private static String simple(Type type) {
        return type.getTypeName().replaceAll("[a-z][a-z0-9]*\\.", "").replace('$', '.');
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static void catalog(StringBuilder page) throws Exception {
        try (InputStream in =
                LibraryPageTest.class.getResourceAsStream("/META-INF/io/connectprocessor/component/connect.json")) {
            JsonNode catalog = new ObjectMapper().readTree(in);
            page.append("\n## Options of the component\n\n`ConnectProcessor` sets them from the settings.\n");
            options(page, catalog.get("componentProperties"));
            page.append("\n## Options of endpoints\n\n`")
                    .append(catalog.at("/component/syntax").asText())
                    .append("`\n");
            options(page, catalog.get("properties"));
        }
    }

    private static void options(StringBuilder page, JsonNode options) {
        page.append("\n| option | type | default | meaning |\n|---|---|---|---|\n");
        options.fields().forEachRemaining(option -> {
            JsonNode about = option.getValue();
            String[] type = about.path("javaType").asText().split("\\.");
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            option.getKey(),
                            type[type.length - 1].replace('$', '.'),
                            about.has("defaultValue")
                                    ? "`" + about.get("defaultValue").asText() + "`"
                                    : "",
                            about.path("description").asText().replace("|", "\\|")));
        });
    }
}
