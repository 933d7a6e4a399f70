package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.connectprocessor.component.ConnectAction;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.http.HttpGateway;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a kill at each step and each call shows, so that none is forgotten. When you add a step of {@code connect:} or a method of
 * {@link ConnectClient}: say here which call of the sandbox, or which write of the ledger, it causes; plant a request that needs it in
 * {@link CrashBacklog#plant}; and give {@link CrashRoutes} the step if no shipped route has it. Both moments of it are then failpoints.
 */
final class CrashCoverage {

    /** What is asked before the work begins, and not for a request. */
    private static final Set<String> BEFORE_THE_WORK = Set.of("part", "clock");

    /**
     * Come a day after a question, or with the pass after a parking. Nobody dies at them here: UnansweredTest cuts their calls off and leaves
     * their claims behind, with a clock that it moves.
     */
    private static final Set<String> LONG_AFTER = Set.of("pend");

    static final Set<String> WRITES_LONG_AFTER = Set.of(
            "Claims.claimInquired",
            "Inquiries.answered",
            "Inquiries.expires",
            "Inquiries.tell",
            "Inquiries.untell",
            "Outcomes.reminded");

    /**
     * Only with a queue or a budget that several nodes share. Each is one short transaction whose trace lapses, so a kill beside it costs
     * time and nothing else: LedgerContract has that, and ClusterJourneyTest kills a node that shares its queue.
     */
    static final Set<String> WRITES_OF_SEVERAL_NODES =
            Set.of("Budgets.closes", "Budgets.slots", "Queueing.queue", "Queueing.takenOff");

    /**
     * Which node sends events: a lease, and on PostgreSQL only. A kill beside one of these costs its time and nothing else: PostgresLedgerTest has
     * that. The writes of events themselves are part of the outcomes' own, and {@code OutboxRows.sent} is killed at as any other.
     */
    static final Set<String> WRITES_OF_TURNS =
            Set.of("OutboxRows.take", "OutboxRows.giveBack", "Turns.renew", "Turns.giveBackAll");

    /** Only while a request takes longer than a second: the write of {@code Notes.flush}, and nobody waits for it. */
    static final Set<String> WRITES_OF_WHAT_TAKES_LONG = Set.of("Notes.flushKept");

    /** Killed at each of these in the journey of usage. */
    private static final String OF_USAGE = "";

    private static final Set<String> CALLS_OF_USAGE = Set.of(
            "marketplace",
            "assets",
            "usageFiles",
            "createUsageFile",
            "usageFile",
            "uploadUsageFile",
            "submitUsageFile",
            "deleteUsageFile",
            "reprocessUsageFile");

    /** By the method: a call of the sandbox whose name begins so. */
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("list", "connect list-requests"),
            Map.entry("get", "connect get-request"),
            Map.entry("product", "connect get-product"),
            Map.entry("templates", "connect list-templates"),
            Map.entry("update", "connect update-request"),
            Map.entry("approve", "connect approve"),
            Map.entry("fail", "connect fail"),
            Map.entry("inquire", "connect inquire"),
            Map.entry("schedule", "connect schedule"),
            Map.entry("confirm", "connect confirm"),
            Map.entry("accept", "connect account-accept"),
            Map.entry("ignore", "connect account-ignore"),
            Map.entry("conversation", "connect list-conversations"),
            Map.entry("holds", "connect list-messages"),
            Map.entry("say", "connect create-message"),
            Map.entry("assign", "connect assign"),
            Map.entry("unassign", "connect unassign"));

    private CrashCoverage() {}

    /** A new step does not compile without a place here. */
    private static String placeOf(ConnectAction step) {
        return switch (step) {
            case list -> "connect list-requests";
            case claim -> "ledger Claims.claim";
            case get -> "connect get-request";
            case update -> "connect update-request";
            case vendor -> "vendor create-subscription";
            case once -> "ledger Steps.begin";
            case approve -> "connect approve";
            case fail -> "connect fail";
            case inquire -> "connect inquire";
            case schedule -> "connect schedule";
            case confirm -> "connect confirm";
            case accept -> "connect account-accept";
            case ignore -> "connect account-ignore";
            case message -> "connect create-message";
            case assign -> "connect assign";
            case unassign -> "connect unassign";
            case later, retry -> "ledger Outcomes.waits";
            case template -> "connect list-templates";
            case settle -> "ledger Outcomes.decided";
            case classify, park -> "ledger Outcomes.parks";
            case periods, usage, report, follow -> OF_USAGE;
        };
    }

    /** @param places where a run without a kill came through */
    static void check(Set<String> places, JavaClasses shipped) {
        for (ConnectAction step : ConnectAction.values()) {
            assertThat(places)
                    .as("no request of the crash suite needs connect:" + step + ": see CrashCoverage")
                    .anyMatch(place -> place.startsWith(placeOf(step)));
        }
        for (String method : callsOfTheClient()) {
            assertThat(CALLS)
                    .as("where does a kill at ConnectClient." + method + " show? See CrashCoverage")
                    .containsKey(method);
            assertThat(places)
                    .as("no request of the crash suite causes ConnectClient." + method + ": see CrashCoverage")
                    .anyMatch(place -> place.startsWith(CALLS.get(method)));
        }
        assertThat(senders(shipped))
                .as("who calls an API; a further one must be killed at its calls, too: see CrashCoverage")
                .containsExactlyInAnyOrder("ConnectClient", "VendorProducer", "VendorPages");
    }

    private static Set<String> callsOfTheClient() {
        return Stream.of(ConnectClient.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() != ConnectClient.class)
                .map(java.lang.reflect.Method::getName)
                .filter(name -> !BEFORE_THE_WORK.contains(name) && !LONG_AFTER.contains(name))
                .filter(name -> !CALLS_OF_USAGE.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> senders(JavaClasses shipped) {
        return shipped.get(HttpGateway.class).getMethods().stream()
                .filter(method -> method.getName().equals("send"))
                .flatMap(method -> method.getAccessesToSelf().stream())
                .map(JavaAccess::getOriginOwner)
                .filter(owner -> !owner.isEquivalentTo(HttpGateway.class))
                .map(owner -> owner.getFullName().replaceAll(".*\\.", "").replaceAll("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
