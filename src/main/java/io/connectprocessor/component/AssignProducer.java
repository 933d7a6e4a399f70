package io.connectprocessor.component;

import io.connectprocessor.connect.Assignee;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import java.util.Map;
import org.apache.camel.Exchange;

/** Assigns the request to a user, or to nobody; does not call when it is so already. */
final class AssignProducer extends ConnectStep {

    private OptionText to;

    AssignProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        String user = endpoint().getTo();
        to = user == null || user.isBlank() ? null : OptionText.of(endpoint().getCamelContext(), user);
    }

    @Override
    public void process(Exchange exchange) {
        boolean assigns = endpoint().getAction() == ConnectAction.assign;
        ClaimedRequest claimed = begin(exchange, endpoint().getAction().name());
        if (claimed.kind() == RequestKind.TIER_ACCOUNT_REQUEST) {
            throw endpoint().fault("a tier account request has no assignee", "Leave it out in this route.");
        }
        ConnectClient connect = runtime().connectFor(claimed);
        String id = claimed.claim().id();
        Assignee now = Assignee.of(claimed.request().body());
        String user = assigns ? user(exchange) : null;
        if (assigns ? now.is(user) : now.isNobody()) {
            return;
        }
        Map<String, Object> after =
                assigns ? connect.assign(claimed.kind(), id, user) : connect.unassign(claimed.kind(), id);
        runtime().intake().answered(Api.CONNECT, false);
        if (after != null) {
            claimed.request(ConnectRequest.read(claimed.kind(), after));
            claimed.give(exchange, claimed.request().body());
        }
    }

    private String user(Exchange exchange) {
        if (to == null) {
            String own = runtime().people().ownUser();
            if (own == null) {
                throw endpoint()
                        .fault(
                                "connect.api-key does not begin with its user's id, SU-…",
                                "Name the user: to: UR-000-000-000, or an e-mail address.");
            }
            return own;
        }
        Object user = to.value(exchange);
        if (user == null) {
            throw endpoint().fault("the user is missing: " + to + " gave nothing", "Give an id or an e-mail address.");
        }
        return String.valueOf(user);
    }
}
