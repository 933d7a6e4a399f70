package io.connectprocessor.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One HTTP call as it came in.
 *
 * @param path below the root of the API, without a trailing slash
 * @param query raw, "" when there is none
 * @param headers names in lower case, first value only
 * @param body empty for a multipart call
 * @param spooled where the body of a multipart call stands until the call is answered; null for other calls
 */
record Call(String method, String path, String query, Map<String, String> headers, byte[] body, Path spooled) {

    List<String> segments() {
        return Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
