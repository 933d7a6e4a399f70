package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageFileTest {

    private Sandbox sandbox = Sandbox.builder().start();
    private UsageCaller vendor = new UsageCaller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void sandbox(Sandbox.Builder builder) {
        sandbox.close();
        sandbox = builder.start();
        vendor = new UsageCaller(sandbox);
    }

    private byte[] good() {
        String asset = sandbox.asset().contract(UsageCaller.CONTRACT).create();
        return new UsageSheet().with("r-1", asset).bytes();
    }

    private byte[] bad() {
        return new UsageSheet().with("r-1", "AS-0").bytes();
    }

    @Test
    void a_file_goes_from_draft_to_closed() {
        String id = vendor.create();
        assertThat(vendor.status(id)).isEqualTo("draft");

        Caller.Answer upload = vendor.upload(id, good());
        assertThat(upload.status()).isEqualTo(200);
        assertThat(upload.json().path("status").asText()).isEqualTo("uploading");
        assertThat(vendor.status(id)).isEqualTo("ready");

        assertThat(vendor.act(id, "submit").json().path("status").asText()).isEqualTo("pending");
        SandboxUsageFile file = sandbox.usageFile("oct");
        assertThat(file.distributorAccepts().status()).isEqualTo("accepted");
        assertThat(file.distributorCloses().status()).isEqualTo("closed");

        JsonNode json = vendor.caller.get("/usage/files/" + id).json();
        assertThat(json.path("schema").asText()).isEqualTo("qt");
        assertThat(json.path("environment").asText()).isEqualTo("production");
        assertThat(json.path("records").path("closed").asInt()).isEqualTo(1);
        assertThat(json.path("stats").path("accepted").asInt()).isEqualTo(1);
        assertThat(json.path("events").fieldNames())
                .toIterable()
                .containsExactly("created", "uploaded", "submitted", "accepted", "closed");
    }

    @Test
    void a_new_file_is_answered_in_the_flat_shape() {
        Caller.Answer created =
                vendor.caller.post("/usage/files", UsageCaller.body(UsageCaller.PRODUCT, UsageCaller.CONTRACT, "oct"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("product_id").asText()).isEqualTo(UsageCaller.PRODUCT);
        assertThat(created.json().path("distribution_contract").asText()).isEqualTo(UsageCaller.CONTRACT);
        assertThat(created.json().path("vendor").isTextual()).isTrue();
        assertThat(created.json().path("start_datetime_utc").asText()).isEqualTo("2026-10-01T00:00:00+00:00");
        assertThat(created.json().path("end_datetime_utc").asText()).isEqualTo("2026-10-31T23:59:59+00:00");
        assertThat(created.json().has("status")).isFalse();
        assertThat(created.json().path("id").asText()).matches("UF-\\d{4}-\\d{2}-\\d{4}-\\d{4}");
    }

    @ParameterizedTest
    @CsvSource({"QT, 201", "PR, 400", "CR, 400", "TR, 400"})
    void a_currency_is_needed_where_amounts_are_reported(String schema, int status) {
        String product = sandbox.seed()
                .product("PRD-900-000-002", "Cloud Money")
                .usageSchema(schema)
                .create();
        String body = UsageCaller.body(product, UsageCaller.CONTRACT, "oct").replace("\"currency\":\"EUR\",", "");

        assertThat(vendor.caller.post("/usage/files", body).status()).isEqualTo(status);
        if (status == 201) {
            assertThat(sandbox.usageFile("oct").json().path("currency").isNull())
                    .isTrue();
        }
    }

    @Test
    void creating_twice_makes_two_files_and_the_handle_says_so() {
        vendor.create();
        vendor.create();

        assertThat(vendor.caller.list("/usage/files", "external_id=oct").ids()).hasSize(2);
        assertThatThrownBy(() -> sandbox.usageFile("oct").status()).hasMessageContaining("2 usage files");
        assertThatThrownBy(() -> sandbox.usageFile("nov").status()).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"n\"}",
                "\"name\":\"October\"|\"name\":7",
                "PRD-100-200-300|PRD-0",
                "CRD-10000-20000-30000|CRD-0",
                "\"EUR\"|\"euro\"",
                "2026-10-31|2026-09-30",
                "2026-10-31|31.10.2026",
            })
    void a_bad_new_file_is_refused(String change) {
        String body = UsageCaller.body(UsageCaller.PRODUCT, UsageCaller.CONTRACT, "oct");
        String[] parts = change.split("\\|");
        Caller.Answer answer =
                vendor.caller.post("/usage/files", parts.length == 1 ? change : body.replace(parts[0], parts[1]));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VAL_001");
        assertThat(answer.json().path("errors").isArray()).isTrue();
        assertThat(sandbox.usageFiles()).isEmpty();
    }

    @Test
    void a_product_without_pay_as_you_go_has_no_usage_files() {
        String product = sandbox.seed()
                .product("PRD-900-000-001", "Flat")
                .usageSchema(null)
                .create();

        assertThat(vendor.caller
                        .post("/usage/files", UsageCaller.body(product, UsageCaller.CONTRACT, "x"))
                        .status())
                .isEqualTo(400);
        assertThat(vendor.caller
                        .get("/products/PRD-900-000-001")
                        .json()
                        .at("/capabilities/ppu")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "draft, 400, 200, 400",
        "ready, 200, 200, 200",
        "invalid, 400, 200, 200",
        "pending, 400, 400, 400",
        "accepted, 400, 400, 400",
        "rejected, 400, 400, 400",
        "closed, 400, 400, 400",
        "deleted, 400, 400, 400",
    })
    void what_the_vendor_may_do_depends_on_the_status(String status, int submit, int delete, int reprocess) {
        assertThat(vendor.act(in(status), "submit").status()).isEqualTo(submit);
        assertThat(vendor.act(in(status), "delete").status()).isEqualTo(delete);
        Caller.Answer again = vendor.act(in(status), "reprocess");
        assertThat(again.status()).isEqualTo(reprocess);
        if (reprocess == 400) {
            assertThat(again.code()).isEqualTo("UF_001");
            assertThat(again.json().path("errors").get(0).asText()).contains(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "draft, 200",
        "ready, 200",
        "invalid, 200",
        "rejected, 200",
        "pending, 400",
        "accepted, 400",
        "closed, 400",
        "deleted, 400"
    })
    void uploading_is_allowed_until_the_submission_and_after_a_rejection(String status, int expected) {
        String id = in(status);

        assertThat(vendor.upload(id, good()).status()).isEqualTo(expected);
        assertThat(vendor.status(id)).isEqualTo(expected == 200 ? "ready" : status);
    }

    private String in(String status) {
        String id = vendor.create();
        if (status.equals("draft")) {
            return id;
        }
        if (status.equals("deleted")) {
            vendor.act(id, "delete");
            return id;
        }
        vendor.upload(id, status.equals("invalid") ? bad() : good());
        if (status.equals("ready") || status.equals("invalid")) {
            assertThat(vendor.status(id)).isEqualTo(status);
            return id;
        }
        assertThat(vendor.act(id, "submit").status()).isEqualTo(200);
        SandboxUsageFile file = sandbox.usageFile(id);
        switch (status) {
            case "accepted" -> file.distributorAccepts();
            case "rejected" -> file.distributorRejects("No.");
            case "closed" -> file.distributorAccepts().distributorCloses();
            default -> assertThat(status).isEqualTo("pending");
        }
        return id;
    }

    @Test
    void a_vendor_does_not_accept_what_it_reports() {
        String id = in("pending");

        for (String action : new String[] {"accept", "reject", "close"}) {
            assertThat(vendor.act(id, action).status()).isEqualTo(403);
        }
        assertThat(vendor.status(id)).isEqualTo("pending");
    }

    @Test
    void a_distributor_accepts_and_rejects_with_a_note_but_neither_uploads_nor_deletes() {
        sandbox(Sandbox.builder().distributorKey("ApiKey distributor"));
        String accepted = in("pending");
        String rejected = in("pending");

        assertThat(asDistributor(accepted, "submit", "{}").status()).isEqualTo(403);
        assertThat(asDistributor(accepted, "delete", "{}").status()).isEqualTo(403);
        assertThat(asDistributor(accepted, "close", "{}").status()).isEqualTo(400);
        assertThat(asDistributor(accepted, "accept", "{\"acceptance_note\":\"Thank you\"}")
                        .json()
                        .path("acceptance_note")
                        .asText())
                .isEqualTo("Thank you");
        assertThat(asDistributor(accepted, "close", "{}").code()).isEqualTo("UF_002");
        assertThat(asDistributor(rejected, "reject", "{\"rejection_note\":\"Too much\"}")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("rejected");
        assertThat(sandbox.usageFile(rejected).json().path("rejection_note").asText())
                .isEqualTo("Too much");
    }

    private Caller.Answer asDistributor(String id, String action, String body) {
        return vendor.caller.send(
                "POST",
                sandbox.connectUrl() + "/usage/files/" + id + "/" + action,
                body,
                "Authorization",
                "ApiKey distributor");
    }

    @Test
    void processing_takes_its_time_and_nothing_is_done_meanwhile() {
        sandbox(Sandbox.builder().usageProcessing(Duration.ofMinutes(3)));
        String id = vendor.create();
        vendor.upload(id, good());

        assertThat(vendor.status(id)).isEqualTo("uploading");
        sandbox.advance(Duration.ofSeconds(90));
        assertThat(vendor.status(id)).isEqualTo("processing");
        assertThat(vendor.act(id, "submit").status()).isEqualTo(400);
        assertThat(vendor.upload(id, good()).status()).isEqualTo(400);
        sandbox.advance(Duration.ofSeconds(90));
        assertThat(vendor.status(id)).isEqualTo("ready");
    }

    @Test
    void a_file_may_pass_through_uploaded() {
        sandbox(Sandbox.builder().usageProcessing(Duration.ofMinutes(3)).with(Variation.USAGE_PASSES_UPLOADED));
        String id = vendor.create();
        vendor.upload(id, good());
        sandbox.advance(Duration.ofSeconds(90));

        assertThat(vendor.status(id)).isEqualTo("uploaded");
        assertThat(vendor.act(id, "submit").status()).isEqualTo(400);
        sandbox.advance(Duration.ofSeconds(60));
        assertThat(vendor.status(id)).isEqualTo("processing");
    }

    @Test
    void a_file_may_stop_at_uploaded_and_is_submitted_from_there() {
        sandbox(Sandbox.builder().with(Variation.USAGE_STOPS_AT_UPLOADED, Variation.USAGE_UPLOAD_ANSWERS_201));
        String id = vendor.create();

        assertThat(vendor.upload(id, good()).status()).isEqualTo(201);
        assertThat(vendor.status(id)).isEqualTo("uploaded");
        assertThat(vendor.upload(id, bad()).status()).isEqualTo(201);
        assertThat(vendor.status(id)).isEqualTo("invalid");
        vendor.upload(id, good());
        assertThat(vendor.act(id, "submit").status()).isEqualTo(200);
    }

    @Test
    void reprocessing_looks_at_the_assets_anew_or_is_refused() {
        String id = vendor.create();
        String asset = sandbox.asset().contract("CRD-10001-20000-30000").create();
        String next = asset.substring(0, asset.length() - 1) + (char) (asset.charAt(asset.length() - 1) + 1);
        vendor.upload(id, new UsageSheet().with("r-1", next).bytes());
        assertThat(vendor.status(id)).isEqualTo("invalid");
        assertThat(sandbox.asset().contract(UsageCaller.CONTRACT).create()).isEqualTo(next);

        assertThat(vendor.act(id, "reprocess").json().path("status").asText()).isEqualTo("processing");
        assertThat(vendor.status(id)).isEqualTo("ready");

        sandbox(Sandbox.builder().with(Variation.USAGE_IS_NOT_REPROCESSED));
        assertThat(vendor.act(in("invalid"), "reprocess").status()).isEqualTo(400);
    }

    @Test
    void the_distributor_may_accept_by_itself() {
        sandbox(Sandbox.builder().distributorAcceptsUsageAfter(Duration.ofHours(1)));
        String id = in("pending");

        sandbox.advance(Duration.ofMinutes(59));
        assertThat(vendor.status(id)).isEqualTo("pending");
        sandbox.advance(Duration.ofMinutes(1));
        assertThat(vendor.status(id)).isEqualTo("accepted");
    }

    @Test
    void an_upload_needs_the_part_usage_file_with_an_xlsx_name() {
        String id = vendor.create();

        assertThat(vendor.upload(id, "file", "usage.xlsx", good()).status()).isEqualTo(400);
        assertThat(vendor.upload(id, "usage_file", "usage.csv", good()).status())
                .isEqualTo(400);
        assertThat(vendor.upload(id, "usage_file", "usage.xlsx", new byte[0]).status())
                .isEqualTo(400);
        assertThat(vendor.act(id, "upload").status()).isEqualTo(400);
        assertThat(vendor.status(id)).isEqualTo("draft");
        assertThat(vendor.upload("UF-0", good()).status()).isEqualTo(404);
    }

    @Test
    void texts_can_be_changed_until_the_submission_the_period_while_it_is_a_draft() {
        String draft = vendor.create();
        assertThat(vendor.caller
                        .put(
                                "/usage/files/" + draft,
                                "{\"external_id\":\"sep\",\"period\":{\"from\":\"2026-09-01\",\"to\":\"2026-09-30\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.usageFile("sep").json().at("/period/from").asText()).isEqualTo("2026-09-01");
        assertThat(vendor.caller
                        .put("/usage/files/" + in("ready"), "{\"currency\":\"USD\"}")
                        .status())
                .isEqualTo(400);
        assertThat(vendor.caller
                        .put("/usage/files/" + in("pending"), "{\"note\":\"n\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void files_are_found_by_the_documented_filters_and_paged() {
        for (int i = 0; i < 5; i++) {
            vendor.create(UsageCaller.PRODUCT, "oct/" + i);
        }
        vendor.act(sandbox.usageFile("oct/0").id(), "delete");

        assertThat(vendor.caller
                        .list("/usage/files", "eq(external_id,\"oct/3\")&out(status,(deleted))")
                        .ids())
                .hasSize(1);
        assertThat(vendor.caller
                        .list("/usage/files", "eq(external_id,\"oct/0\")&out(status,(deleted))")
                        .ids())
                .isEmpty();
        Caller.Answer page = vendor.caller.list(
                "/usage/files",
                "product.id=" + UsageCaller.PRODUCT + "&contract.id=" + UsageCaller.CONTRACT
                        + "&ge(created.at,2020-01-01T00:00:00)&ordering(-id)&limit=2&offset=1");
        assertThat(page.ids()).hasSize(2).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(page.range()).isEqualTo("items 1-2/5");
        assertThat(page.json().get(0).has("usage_file_uri")).isFalse();
        assertThat(vendor.caller
                        .list("/usage/files", "eq(created.at,2020-01-01T00:00:00)")
                        .status())
                .isEqualTo(400);
        assertThat(vendor.caller.list("/usage/files", "status=done").status()).isEqualTo(400);
    }

    @Test
    void links_need_no_key_and_end_after_a_while() {
        String id = vendor.create();
        byte[] workbook = good();
        vendor.upload(id, workbook);
        JsonNode file = vendor.caller.get("/usage/files/" + id).json();
        String uploaded = file.path("usage_file_uri").asText();
        String processed = file.path("processed_file_uri").asText();

        assertThat(vendor.follow(uploaded).raw().body()).isEqualTo(workbook);
        assertThat(vendor.follow(processed).status()).isEqualTo(200);
        assertThat(vendor.follow(uploaded, "Authorization", sandbox.apiKey()).status())
                .isEqualTo(200);
        assertThat(vendor.follow(uploaded.replace("uploaded", "processed")).status())
                .isEqualTo(403);
        assertThat(sandbox.books().connectCalls())
                .containsEntry("download-usage-file", 3L)
                .containsEntry("download-usage-file-with-key", 1L);
        sandbox.advance(Duration.ofSeconds(32));
        assertThat(vendor.follow(processed).status()).isEqualTo(403);
        assertThat(vendor.follow(uploaded).status()).isEqualTo(200);
        sandbox.advance(Duration.ofMinutes(10));
        assertThat(vendor.follow(uploaded).status()).isEqualTo(403);
    }

    @Test
    void records_are_listed_and_the_books_tell_where_each_is() {
        String asset = sandbox.asset().contract(UsageCaller.CONTRACT).create();
        byte[] two = new UsageSheet()
                .with("r-1", asset)
                .with("r-2", asset, "quantity", 2)
                .bytes();
        String first = vendor.create(UsageCaller.PRODUCT, "a");
        String second = vendor.create(UsageCaller.PRODUCT, "b");
        vendor.upload(first, two);
        vendor.upload(second, new UsageSheet().with("r-1", asset).bytes());
        vendor.status(first);
        vendor.act(first, "submit");
        vendor.status(second);
        vendor.act(second, "submit");
        sandbox.usageFile("a").distributorAccepts();

        Caller.Answer listed =
                vendor.caller.list("/usage/records", "usagefile.id=" + first + "&asset.id=" + asset + "&limit=1");
        assertThat(listed.range()).isEqualTo("items 0-0/2");
        JsonNode record = listed.json().get(0);
        assertThat(record.path("status").asText()).isEqualTo("approved");
        assertThat(record.path("usage").decimalValue()).isEqualByComparingTo("7.25");
        assertThat(record.at("/item/mpn").asText()).isEqualTo("TRAFFIC");
        assertThat(vendor.caller
                        .get("/usage/records/" + record.path("id").asText())
                        .json())
                .isEqualTo(record);
        assertThat(sandbox.usageBooks().accepted()).containsExactly("r-1", "r-2");
        assertThat(sandbox.usageBooks().places().get("r-1"))
                .extracting(UsageBooks.Place::fileStatus)
                .containsExactly("accepted", "pending");

        vendor.caller.control("POST", "/usage-files/" + second + "/accept", "{}");

        assertThat(sandbox.usageBooks().acceptedRepeatedly()).containsExactly("r-1");
        assertThat(vendor.caller
                        .control("GET", "/usage-records", null)
                        .json()
                        .at("/r-2/0/externalId")
                        .asText())
                .isEqualTo("a");
        assertThat(vendor.caller
                        .control("POST", "/usage-files/" + second + "/accept", "{}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void faults_and_bystanders_meet_these_calls_too() {
        sandbox.addFault(Fault.replyLost().onAction("create-usage-file").times(1));
        try {
            vendor.create();
        } catch (java.io.UncheckedIOException lost) {
            // the reply is lost, the file is not
        }
        String id = sandbox.usageFile("oct").id();
        sandbox.addFault(
                Fault.effectThenStatus(502).onAction("upload-usage-file").times(1));

        assertThat(vendor.upload(id, good()).status()).isEqualTo(502);
        assertThat(vendor.status(id)).isEqualTo("ready");
    }
}
