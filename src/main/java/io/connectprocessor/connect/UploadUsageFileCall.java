package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import io.connectprocessor.http.HttpUpload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Uploads the workbook of a usage file as the part {@code usage_file} (OpenAPI 37.0, POST /usage/files/{id}/upload). */
record UploadUsageFileCall(String id) implements ConnectCall<Map<String, Object>> {

    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    @Override
    public String tries() {
        return "upload the workbook of " + id;
    }

    /** What it is but for the file itself. */
    @Override
    public HttpCall call(Json json) {
        return new HttpCall("POST", path(), null, Map.of(), null);
    }

    HttpUpload upload(Path workbook, String filename) {
        return new HttpUpload(path(), "usage_file", workbook, filename, WORKBOOK);
    }

    private String path() {
        return UsageFileCall.PATH + "/" + Json.percentEncode(id) + "/upload";
    }

    @Override
    public Map<String, Object> read(HttpAnswer answer, Json json) throws IOException {
        return answer.body().length == 0 ? null : json.object(answer.body());
    }
}
