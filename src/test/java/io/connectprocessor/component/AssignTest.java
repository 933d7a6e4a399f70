package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.rql.Rql;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Assigning, and processing only what is assigned as wished; the assignee comes in three shapes. */
class AssignTest extends HostTest {

    private static final String ADA = "UR-100-000-000";
    private static final String OWN = "SU-000-000-001";

    private long calls() {
        return sandbox.books().connectCalls().entrySet().stream()
                .filter(call -> call.getKey().contains("assign"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void a_request_is_assigned_by_id_or_address_and_taken_back() {
        SandboxRequest order = sandbox.request("purchase").status("pending").create();

        good(host.work(order.id(), route -> route.to(connect("assign", "to", ADA))));
        assertThat(order.assignee()).isEqualTo(ADA);
        good(host.work(order.id(), route -> route.to(connect("assign", "to", "grace@example.com"))));
        assertThat(order.json().path("assignee").path("email").asText()).isEqualTo("grace@example.com");
        good(host.work(order.id(), route -> route.to("connect:unassign")));
        assertThat(order.assignee()).isEmpty();
    }

    @Test
    void a_tier_request_answers_204_and_is_assigned_as_well() {
        SandboxRequest tier = sandbox.tierRequest("setup").create();

        good(host.work(tier.id(), route -> route.to(connect("assign", "to", ADA))));
        assertThat(tier.assignee()).isEqualTo(ADA);
        good(host.work(tier.id(), route -> route.to("connect:unassign")));
        assertThat(tier.assignee()).isEmpty();
    }

    @Test
    void without_a_user_it_is_the_one_of_the_key() {
        SandboxRequest order = sandbox.request("purchase").status("pending").create();
        assertThat(sandbox.apiKey()).contains("SU-");

        good(host.work(order.id(), route -> route.to("connect:assign")));

        assertThat(sandbox.apiKey()).contains(order.assignee() + ":");
    }

    @Test
    void what_is_so_already_is_not_called_for_and_a_lost_reply_is_recognised() {
        SandboxRequest text = sandbox.request("purchase")
                .assignedAsText(ADA)
                .status("pending")
                .create();
        SandboxRequest nobody = sandbox.request("purchase").status("pending").create();
        long before = calls();

        good(host.work(text.id(), route -> route.to(connect("assign", "to", ADA))));
        good(host.work(nobody.id(), route -> route.to("connect:unassign")));
        assertThat(calls()).isEqualTo(before);

        sandbox.addFault(Fault.replyLost().onAction("assign").times(1));
        good(host.work(nobody.id(), route -> route.to(connect("assign", "to", ADA))));
        assertThat(nobody.assignee()).isEqualTo(ADA);
    }

    @Test
    void a_user_that_came_to_nothing_is_a_fault() {
        SandboxRequest order = sandbox.request("purchase").status("pending").create();

        assertThat(failure(host.work(order.id(), route -> route.to(connect("assign", "to", "${body[nothing]}"))))
                        .failure()
                        .kind())
                .isEqualTo(FailureKind.ROUTE_FAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "any            | true  | true  | true  | true",
                "unassigned     | true  | false | false | true",
                "UR-100-000-000 | false | true  | false | true",
                "unassigned,ada@example.com | true | true | false | true"
            })
    void rows_are_checked_in_all_three_shapes(
            String wanted, boolean nobodys, boolean adas, boolean others, boolean own) {
        WantedAssignees assignees = WantedAssignees.of(List.of(wanted.split(",")), OWN);

        for (Object nobody : new Object[] {"", Map.of()}) {
            assertThat(assignees.includes(RequestKind.REQUEST, Map.of("assignee", nobody)))
                    .isEqualTo(nobodys);
        }
        assertThat(assignees.includes(RequestKind.REQUEST, Map.of())).isEqualTo(nobodys);
        assertThat(assignees.includes(
                        RequestKind.REQUEST, Map.of("assignee", Map.of("id", ADA, "email", "Ada@example.com"))))
                .isEqualTo(adas);
        assertThat(assignees.includes(
                        RequestKind.REQUEST, Map.of("assignee", wanted.contains("@") ? "ada@example.com" : ADA)))
                .isEqualTo(adas);
        assertThat(assignees.includes(RequestKind.REQUEST, Map.of("assignee", "UR-9")))
                .isEqualTo(others);
        assertThat(assignees.includes(RequestKind.REQUEST, Map.of("assignee", Map.of("id", OWN))))
                .isEqualTo(own);
        assertThat(assignees.includes(RequestKind.TIER_ACCOUNT_REQUEST, Map.of()))
                .as("has no assignee")
                .isTrue();
    }

    @Test
    void the_list_is_asked_by_documented_properties_only() {
        WantedAssignees all = WantedAssignees.of(List.of("unassigned", ADA, "ada@example.com"), OWN);
        WantedAssignees ids = WantedAssignees.of(List.of("unassigned", ADA), OWN);

        assertThat(all.condition(RequestKind.REQUEST))
                .isEqualTo(Rql.or(
                        Rql.isNull("assignee"),
                        Rql.in("assignee", List.of(ADA, OWN)),
                        Rql.in("assignee.email", List.of("ada@example.com"))));
        assertThat(ids.condition(RequestKind.TIER_REQUEST))
                .isEqualTo(Rql.or(Rql.isNull("assignee.id"), Rql.in("assignee.id", List.of(ADA, OWN))));
        assertThat(all.condition(RequestKind.TIER_REQUEST).matchesEverything())
                .as("tier requests have no filter on addresses: rows are checked")
                .isTrue();
        assertThat(WantedAssignees.any().condition(RequestKind.REQUEST).matchesEverything())
                .isTrue();
    }

    @Test
    void any_beside_others_and_what_is_no_user_are_refused() {
        assertThatThrownBy(() -> WantedAssignees.of(List.of("any", ADA), null)).hasMessageContaining("alone");
        assertThatThrownBy(() -> WantedAssignees.of(List.of("Ada"), null)).hasMessageContaining("\"Ada\"");
    }

    @Test
    void only_what_is_assigned_as_wished_is_handed_over_and_what_was_assigned_away_is_left() {
        try (Sandbox own = Sandbox.builder().start();
                Host choosy = new Host(own, component -> component.setAssignees("unassigned," + ADA))) {
            String nobodys = own.request("purchase").status("pending").plant();
            String adas = own.request("purchase")
                    .assignedAsText(ADA)
                    .status("pending")
                    .plant();
            String hers = own.request("change")
                    .assignedAsObject(ADA)
                    .status("pending")
                    .plant();
            String bobs = own.request("purchase")
                    .assignedAsObject("UR-900-000-000")
                    .status("pending")
                    .plant();
            String tier = own.tierRequest("setup").plant();

            assertThat(pass(choosy, RequestKind.REQUEST)).containsExactlyInAnyOrder(nobodys, adas, hers);
            assertThat(pass(choosy, RequestKind.TIER_REQUEST)).containsExactly(tier);
            assertThat(choosy.ledger.standing(bobs)).isEmpty();

            choosy.component.connect().assign(RequestKind.REQUEST, nobodys, "UR-900-000-000");
            assertThat(pass(choosy, RequestKind.REQUEST)).doesNotContain(nobodys);
            assertThat(choosy.ledger.find(nobodys).orElseThrow().state().name()).isEqualTo("DECIDED");
        }
    }

    private static List<String> pass(Host host, RequestKind kind) {
        List<String> ids = new ArrayList<>();
        try (PendingRows rows =
                new PendingRows(host.context, host.component.runtime(), kind, List.of("pending"), Rql.everything())) {
            while (rows.hasNext()) {
                Message row = rows.next();
                ids.add(row.getHeader(ConnectHeaders.REQUEST_ID, String.class));
                host.component.intake().end(ids.get(ids.size() - 1));
            }
        }
        return ids;
    }
}
