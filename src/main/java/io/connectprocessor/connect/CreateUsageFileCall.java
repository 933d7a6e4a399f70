package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;
import java.util.Map;

/** Creates a usage file (OpenAPI 37.0, POST /usage/files). Nothing says that a second call with the same external_id finds the first file. */
record CreateUsageFileCall(Map<String, Object> payload) implements ConnectCall<Map<String, Object>> {

    @Override
    public String tries() {
        return "create the usage file " + payload.get("external_id");
    }

    @Override
    public HttpCall call(Json json) {
        return new HttpCall("POST", UsageFileCall.PATH, null, Map.of(), json.bytes(payload));
    }

    @Override
    public Map<String, Object> read(HttpAnswer answer, Json json) throws IOException {
        return json.object(answer.body());
    }
}
