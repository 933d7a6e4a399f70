package io.connectprocessor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterUsesTest {

    @TempDir
    private Path folder;

    private final ParameterUses uses = new ParameterUses(Map.of("acme.parameter", "tenant"));

    private List<ParameterUse> in(String stem, String step) throws IOException {
        Files.writeString(
                folder.resolve(stem + ".camel.yaml"),
                "- route:\n    id: x\n    from:\n      uri: direct:x\n      steps:\n        - to: " + step + "\n");
        return uses.in(folder);
    }

    @Test
    void the_shipped_routes_name_the_two_parameters_of_the_sample_product() {
        assertThat(uses.in(Path.of("routes")))
                .extracting(ParameterUse::id, ParameterUse::scopes, ParameterUse::file)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "subscription_id", Set.of("asset"), Path.of("routes/on-adjustment.camel.yaml")),
                        org.assertj.core.groups.Tuple.tuple(
                                "reseller_id",
                                Set.of("tier1", "tier2"),
                                Path.of("routes/on-tier-config-request.camel.yaml")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ uri: 'connect:update', parameters: { params: 'a=${body[x]},b=1' } } | a,b",
                "{ uri: 'connect:update', parameters: { params: ' a = ${body[x,y=z]} , b=' } } | a,b",
                "{ uri: 'connect:update?params=a=1' } | a",
                "{ uri: 'connect:update', parameters: { params: '{{acme.parameter}}=1' } } | tenant",
                "{ uri: 'connect:update', parameters: { params: '{{acme.unknown}}=1,${body[x]}=2' } } |",
                "{ uri: 'connect:update' } |",
                "{ uri: 'connect:inquire', parameters: { template: T, errors: 'a=Please, b=correct' } } | a,b",
                "{ uri: 'connect:vendor', parameters: { step: s, path: '/t/{a}/s/{b}?x={{acme.parameter}}' } } | a,b",
                "{ uri: 'connect:vendor', parameters: { step: s, path: '/t/${body[a]}/{{acme.unknown}}' } } |",
                "{ uri: 'connect:later', parameters: { params: 'a=1' } } |"
            })
    void fixed_ids_are_found_and_others_are_not(String step, String ids) throws IOException {
        List<String> expected = ids == null ? List.of() : List.of(ids.split(","));

        assertThat(in("on-purchase", step)).extracting(ParameterUse::id).containsExactlyElementsOf(expected);
    }

    @Test
    void a_use_has_its_line() throws IOException {
        assertThat(in("on-purchase", "{ uri: 'connect:update',\n            parameters: { params: 'a=1' } }"))
                .containsExactly(new ParameterUse("a", Set.of("asset"), folder.resolve("on-purchase.camel.yaml"), 7));
    }

    @Test
    void a_route_that_others_call_may_be_about_either_kind_of_request() throws IOException {
        assertThat(in("vendor-tenant", "{ uri: 'connect:update', parameters: { params: 'a=1' } }"))
                .singleElement()
                .extracting(ParameterUse::scopes)
                .isEqualTo(Set.of("asset", "tier1", "tier2"));
    }

    @Test
    void a_route_of_tier_account_requests_names_none() throws IOException {
        assertThat(in(
                        "on-tier-account-request",
                        "{ uri: 'connect:vendor', parameters: { step: s, path: '/accounts/{account_id}' } }"))
                .isEmpty();
    }

    @Test
    void a_file_that_is_not_yaml_names_nothing() throws IOException {
        Files.writeString(folder.resolve("on-change.camel.yaml"), "- route: {");

        assertThat(uses.in(folder)).isEmpty();
    }
}
