package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.util.Map;

/** POST of a message into a conversation (OpenAPI 37.0, POST /conversations/{id}/messages: 201 with the message). */
record RemarkCall(String conversation, Remark remark) implements ConnectCall<Boolean> {

    @Override
    public String tries() {
        return "write into conversation " + conversation;
    }

    @Override
    public HttpCall call(Json json) {
        return new HttpCall(
                "POST",
                "/conversations/" + Json.percentEncode(conversation) + "/messages",
                null,
                Map.of(),
                json.bytes(Map.of("type", remark.type(), "text", remark.text())));
    }

    @Override
    public Boolean read(HttpAnswer answer, Json json) {
        return true;
    }
}
