package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.rql.Rql;
import io.connectprocessor.rql.RqlCollection;
import io.connectprocessor.rql.RqlFinding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** Gives an iterator over what waits for the vendor; pages are fetched as the Splitter goes on. */
final class ListProducer extends ConnectStep {

    private RequestKind kind;
    private List<String> statuses;
    private Rql filter;

    ListProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        kind = RequestKind.ofResource(endpoint().getResource());
        statuses = statuses();
        filter = filter();
    }

    private List<String> statuses() {
        String text = endpoint().getRequestStatus();
        if (text == null || text.isBlank()) {
            return kind.openStatuses();
        }
        List<String> wanted = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(status -> !status.isEmpty())
                .distinct()
                .toList();
        check("requestStatus", Rql.in("status", wanted).toString());
        return wanted;
    }

    private Rql filter() {
        String text = endpoint().getFilter();
        if (text == null || text.isBlank()) {
            return Rql.everything();
        }
        check("filter", text);
        return Rql.parse(text);
    }

    private void check(String option, String rql) {
        List<RqlFinding> findings = RqlCollection.named(kind.resource()).check(rql);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException(option + " of connect:list: "
                    + findings.stream()
                            .map(finding ->
                                    "column " + finding.column() + ": " + finding.what() + " -> " + finding.advice())
                            .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(new PendingRows(exchange.getContext(), runtime(), kind, statuses, filter));
    }
}
