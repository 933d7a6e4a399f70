package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** PUT of parameters, only the given ones (OpenAPI 37.0: {@code asset.params} of a request, {@code params} of a tier request). */
record UpdateCall(RequestKind kind, String id, List<Map<String, Object>> params)
        implements ConnectCall<Map<String, Object>> {

    @Override
    public String tries() {
        return "save parameters of " + id;
    }

    @Override
    public String sends() {
        StringJoiner saved = new StringJoiner(", ", "save parameters ", " of " + id);
        params.forEach(param -> saved.add(String.valueOf(param.get("id"))));
        return saved.toString();
    }

    @Override
    public boolean isMadeAnew() {
        return true;
    }

    @Override
    public HttpCall call(Json json) {
        Map<String, Object> body =
                kind == RequestKind.REQUEST ? Map.of("asset", Map.of("params", params)) : Map.of("params", params);
        return new HttpCall("PUT", kind.path(id), null, Map.of(), json.bytes(body));
    }

    /** The request after it; most routes look at no more of it than its status. */
    @Override
    public Map<String, Object> read(HttpAnswer answer, Json json) throws IOException {
        return json.objectUnread(answer.body(), "status", whole -> ConnectRequest.read(kind, whole));
    }
}
