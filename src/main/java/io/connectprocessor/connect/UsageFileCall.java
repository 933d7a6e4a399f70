package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;
import java.util.Map;

/** POST of an action on a usage file, without a body (OpenAPI 37.0, /usage/files/{id}/submit and its neighbours). */
record UsageFileCall(String id, String action) implements ConnectCall<Map<String, Object>> {

    static final String PATH = "/usage/files";

    @Override
    public String tries() {
        return action + " " + id;
    }

    @Override
    public HttpCall call(Json json) {
        return new HttpCall("POST", PATH + "/" + Json.percentEncode(id) + "/" + action, null, Map.of(), null);
    }

    /** @return the file after the action, or null when the platform sent none */
    @Override
    public Map<String, Object> read(HttpAnswer answer, Json json) throws IOException {
        return answer.body().length == 0 ? null : json.object(answer.body());
    }
}
