package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Puts the parts of usage reporting together. */
final class UsageWiring {

    final UsageApi api;
    final UsageDesk desk;

    UsageWiring(
            Platform platform,
            ConnectWiring connect,
            UsageOptions options,
            Spool spool,
            SignedLinks links,
            ObjectMapper mapper) {
        UsageFiles files = new UsageFiles(platform, options);
        UsageUploads uploads = new UsageUploads(platform, files, spool);
        UsageRecords records = new UsageRecords(platform, files, uploads, connect.stamps, mapper);
        UsageJson json = new UsageJson(connect.stamps, links);
        UsageCreation creation = new UsageCreation(platform, connect.directory, files);
        this.api = new UsageApi(platform, files, creation, uploads, records, json, links, mapper);
        this.desk = new UsageDesk(platform, files, records, api, json);
    }
}
