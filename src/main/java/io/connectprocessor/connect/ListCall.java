package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;

/** One page of a collection. */
record ListCall(String path, String name, String encodedQuery) implements ConnectCall<Page> {

    @Override
    public String tries() {
        return "list " + name;
    }

    @Override
    public HttpCall call(Json json) {
        return HttpCall.get(path, encodedQuery);
    }

    @Override
    public Page read(HttpAnswer answer, Json json) throws IOException {
        return new Page(json.array(answer.body()), Page.total(answer.contentRange()));
    }
}
