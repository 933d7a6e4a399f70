package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;
import java.util.Map;

/** Reads one object: a request, a tier request, a product, a marketplace, a usage file. */
record GetCall(String path, String id) implements ConnectCall<Map<String, Object>> {

    static GetCall ofRequest(RequestKind kind, String id) {
        return new GetCall(kind.path(id), id);
    }

    static GetCall ofProduct(String id) {
        return new GetCall("/products/" + Json.percentEncode(id), id);
    }

    static GetCall ofMarketplace(String id) {
        return new GetCall("/marketplaces/" + Json.percentEncode(id), id);
    }

    static GetCall ofUsageFile(String id) {
        return new GetCall(UsageFileCall.PATH + "/" + Json.percentEncode(id), id);
    }

    @Override
    public String tries() {
        return "read " + id;
    }

    @Override
    public boolean isMadeAnew() {
        return true;
    }

    @Override
    public HttpCall call(Json json) {
        return HttpCall.get(path, null);
    }

    @Override
    public Map<String, Object> read(HttpAnswer answer, Json json) throws IOException {
        return json.object(answer.body());
    }
}
