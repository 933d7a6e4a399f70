package io.connectprocessor;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.connectprocessor.http.HttpGateway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house, over the classes that ship. */
class ArchitectureTest {

    private static final String ROOT = "io.connectprocessor";

    private static JavaClasses shipped;

    @BeforeAll
    static void read() {
        shipped = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] in(String... names) {
        return java.util.Arrays.stream(names).map(ArchitectureTest::in).toArray(String[]::new);
    }

    /** Of ours, the package may see only itself and these. */
    private static void seesOfOursOnly(String name, String... others) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage(ROOT + "..")
                .and(DescribedPredicate.not(resideInAPackage(in(name))))
                .and(DescribedPredicate.not(resideInAnyPackage(in(others))))
                .as("classes of ours outside %s and %s", name, String.join(", ", others));
        noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(foreign)
                .check(shipped);
    }

    @Test
    void there_is_something_to_check() {
        assertThat(shipped).hasSizeGreaterThan(100);
        assertThat(shipped.contain(ROOT + ".Main")).isTrue();
        assertThat(shipped.stream().map(JavaClass::getSimpleName)).doesNotContain("ArchitectureTest");
    }

    @Test
    void rql_and_failure_use_the_jdk_only() {
        for (String name : new String[] {"rql", "failure"}) {
            classes()
                    .that()
                    .resideInAPackage(in(name))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax..", in(name)))
                    .check(shipped);
        }
    }

    @Test
    void the_ledger_knows_neither_camel_nor_jackson_nor_anything_of_ours() {
        noClasses()
                .that()
                .resideInAPackage(in("ledger"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "com.fasterxml.jackson..")
                .check(shipped);
        seesOfOursOnly("ledger");
    }

    @Test
    void the_sandbox_stands_alone_and_only_the_command_line_and_tests_of_routes_start_it() {
        seesOfOursOnly("sandbox");
        classes()
                .that()
                .resideInAPackage(in("sandbox"))
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(in("sandbox", "cli", "testing"))
                .check(shipped);
    }

    @Test
    void only_the_extension_for_tests_knows_junit_and_nothing_knows_it() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("testing"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", in("testing"))
                .check(shipped);
    }

    @Test
    void nothing_imports_main() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Main")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".Main")
                .check(shipped);
    }

    @Test
    void dependencies_point_one_way() {
        seesOfOursOnly("component", "usage", "connect", "ledger", "http", "rql", "failure");
        seesOfOursOnly("usage", "connect", "ledger", "http", "failure");
        seesOfOursOnly("connect", "http", "failure");
        seesOfOursOnly("http", "failure");
        seesOfOursOnly("queue", "component", "connect");
        seesOfOursOnly("events", "component", "connect", "ledger", "failure");
        seesOfOursOnly("contract", "connect", "failure");
        seesOfOursOnly("settings");
    }

    /** So that a shadow, which stands in the gateway, holds whatever a new step sends. */
    @Test
    void what_a_step_sends_goes_through_the_gateway_that_the_component_made() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("http", "operations", "sandbox", "standalone"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..", "org.apache.hc..", "org.apache.camel.component.http..", "io.vertx..")
                .check(shipped);
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("HttpGateway")
                .and()
                .doNotHaveSimpleName("ConnectComponent")
                .and()
                // Of validate --online, which only reads.
                .doNotHaveSimpleName("OnlineCheck")
                .should()
                .callConstructorWhere(target(owner(equivalentTo(HttpGateway.class))))
                .check(shipped);
    }

    @Test
    void only_the_queue_at_a_broker_knows_jms() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("queue"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.jms..",
                        "org.apache.activemq..",
                        "org.apache.camel.component.jms..",
                        "org.messaginghub..",
                        "org.springframework.jms..")
                .check(shipped);
    }

    /** Its jars are there only in a Spring Boot application. */
    @Test
    void only_what_is_for_spring_boot_knows_spring_boot_and_nothing_knows_it() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("springboot", "queue"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", in("springboot"))
                .check(shipped);
        noClasses()
                .that()
                .resideOutsideOfPackage(in("springboot"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot..", "org.apache.camel.spring.boot..", in("springboot"))
                .check(shipped);
        seesOfOursOnly("springboot", "embedded", "component", "ledger", "settings");
    }

    /** What the library leaves out, the library must not need. */
    @Test
    void what_a_host_gets_needs_nothing_of_the_standalone_processor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("cli", "standalone"))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".Main")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".cli..",
                        ROOT + ".standalone..",
                        "org.apache.camel.main..",
                        "ch.qos.logback..",
                        "picocli..",
                        "me.tongfei..")
                .check(shipped);
        noClasses()
                .that()
                .resideOutsideOfPackages(in("cli", "standalone", "operations"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "org.apache.camel.component.platform..")
                .check(shipped);
        noClasses()
                .that()
                .resideOutsideOfPackages(in("standalone"))
                .and()
                .doNotHaveSimpleName("Metrics")
                .and()
                .haveSimpleNameNotStartingWith("HostMeters")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(shipped);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(shipped);
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses()
                .that()
                // Camel's generator names what it makes.
                .resideOutsideOfPackage(ROOT + ".endpoint..")
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*[.$]Base[A-Z].*")
                .check(shipped);
    }

    @Test
    void nothing_static_changes() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .check(shipped);
    }
}
