package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.rql.Rql;
import io.connectprocessor.rql.RqlCollection;
import io.connectprocessor.rql.RqlFinding;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** Gives an iterator over what is pending; pages are fetched as the Splitter goes on. */
final class ListProducer extends ConnectStep {

    private RequestKind kind;
    private Rql filter;

    ListProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        kind = RequestKind.ofResource(endpoint().getResource());
        filter = filter();
    }

    private Rql filter() {
        String text = endpoint().getFilter();
        if (text == null || text.isBlank()) {
            return Rql.everything();
        }
        List<RqlFinding> findings = RqlCollection.named(kind.resource()).check(text);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("filter of connect:list: "
                    + findings.stream()
                            .map(finding ->
                                    "column " + finding.column() + ": " + finding.what() + " -> " + finding.advice())
                            .collect(Collectors.joining("; ")));
        }
        return Rql.parse(text);
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage()
                .setBody(new PendingRows(
                        exchange.getContext(), runtime(), kind, endpoint().getRequestStatus(), filter));
    }
}
