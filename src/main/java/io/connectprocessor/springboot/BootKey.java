package io.connectprocessor.springboot;

/** Keys that only a Spring Boot application has. */
enum BootKey {
    ENABLED("connect.enabled", "java.lang.Boolean", "true", "Whether the processor is part of this application."),
    DATA_SOURCE(
            "connect.ledger.data-source",
            "java.lang.String",
            "false",
            "Whether the ledger is in the application's DataSource, a PostgreSQL, in place of ledger.url; or the name of the DataSource bean."),
    ROUTES(
            "connect.routes",
            "java.lang.String",
            "classpath:connect-routes",
            "Folder of route files, each in place of the product's of that name or beside them; the default may be missing. Form: classpath:FOLDER, or a path."),
    ROUTE_PREFIX(
            "connect.route-prefix",
            "java.lang.String",
            "",
            "What stands before the names of routes, direct: endpoints and component, in an application that has such names itself.");

    private final String key;
    private final String type;
    private final String fallback;
    private final String meaning;

    BootKey(String key, String type, String fallback, String meaning) {
        this.key = key;
        this.type = type;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    String type() {
        return type;
    }

    String fallback() {
        return fallback;
    }

    String meaning() {
        return meaning;
    }
}
