package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Puts the parts of Connect together. */
final class ConnectWiring {

    final RequestJson json;
    final TierJson tierJson;
    final Seeding seeding;
    final Events events;
    final AccountRequests accountRequests;
    private final Platform platform;
    private final ObjectMapper mapper;
    final Stamps stamps;
    final Directory directory;
    private final ParameterRules rules;
    private final Drafts drafts;
    private final FulfillmentActions actions;
    private final TierActions tierActions;

    ConnectWiring(
            Platform platform,
            VendorApi vendor,
            ObjectMapper mapper,
            Stamps stamps,
            Set<Variation> variations,
            Function<String, SandboxRequest> handles) {
        this.platform = platform;
        this.mapper = mapper;
        this.stamps = stamps;
        JsonParts parts = new JsonParts(mapper, stamps, variations.contains(Variation.QUANTITIES_ARE_NUMBERS));
        this.json = new RequestJson(mapper, parts, variations);
        this.tierJson = new TierJson(parts);
        this.directory = new Directory(mapper);
        this.accountRequests = new AccountRequests(platform, directory, stamps);
        this.seeding = new Seeding(platform, vendor, directory, mapper, accountRequests, handles);
        this.rules = new ParameterRules(variations.contains(Variation.NULLS_ARE_ABSENT));
        this.drafts = new Drafts(platform, seeding.requests, rules);
        this.actions = new FulfillmentActions(platform, drafts);
        this.tierActions = new TierActions(platform, rules);
        this.events = new Events(platform, actions, tierActions);
    }

    /** @param ties null: rows of one created keep their order */
    ConnectApi api(Filters filters, Random ties, UsageApi usage) {
        FulfillmentApi requests = new FulfillmentApi(
                platform,
                json,
                new Bodies(mapper),
                actions,
                new ParameterUpdate(platform, drafts, rules),
                new RequestCreation(platform, seeding, rules, mapper),
                filters,
                ties);
        TierApi tiers = new TierApi(
                platform,
                tierJson,
                mapper,
                tierActions,
                new TierCreation(platform, seeding, directory, rules, mapper),
                accountRequests,
                directory,
                filters,
                ties);
        return new ConnectApi(
                requests,
                tiers,
                new AccountApi(platform, directory, mapper),
                new ConversationApi(platform, mapper, stamps),
                new AssetApi(platform, json, requests),
                new Catalogue(platform, directory, mapper),
                usage);
    }
}
