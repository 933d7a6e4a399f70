package io.connectprocessor.journey;

import java.io.IOException;
import java.nio.file.Files;

/** The shipped routes, and the steps that these do not use. */
final class CrashRoutes {

    private CrashRoutes() {}

    static void write(Journey journey) throws IOException {
        journey.edit(
                "on-cancel.camel.yaml",
                "        - to: { id: approve-cancel,",
                "        - to: { id: tell-once, uri: \"connect:once\", parameters: { step: tell-billing, call: \"direct:tell-billing\" } }\n"
                        + "        - to: { id: approve-cancel,");
        Files.writeString(journey.routes().resolve("tell-billing.camel.yaml"), """
                - route:
                    id: tell-billing
                    description: "Stands for a system that has no HTTP."
                    from:
                      uri: direct:tell-billing
                      steps:
                        - setBody:
                            constant: "told"
                """);
        journey.edit(
                "on-suspend.camel.yaml",
                "        - to: { id: approve-suspend,",
                "        - to: { id: take-it-on, uri: \"connect:assign\" }\n"
                        + "        - to: { id: say-so, uri: \"connect:message\", parameters: { text: \"Suspended.\" } }\n"
                        + "        - to: { id: say-more, uri: \"connect:message\", parameters: { text: \"It stays so until further notice.\" } }\n"
                        + "        - to: { id: leave-it, uri: \"connect:unassign\" }\n"
                        + "        - to: { id: approve-suspend,");
        journey.edit(
                "on-resume.camel.yaml",
                "        - to: { id: approve-resume,",
                "        - to: { id: look-up-subscription, uri: \"connect:vendor\", parameters: { step: look-up-subscription, method: GET, path: \"/subscriptions/{subscription_id}\" } }\n"
                        + "        - to: { id: look-up-template, uri: \"connect:template\", parameters: { template: \"{{connect.template.activation}}\" } }\n"
                        + "        - to: { id: approve-resume,");
        Files.writeString(journey.routes().resolve("on-adjustment.camel.yaml"), """
                - route:
                    id: on-adjustment
                    description: "The shipped one, but it waits for a date before it approves."
                    from:
                      uri: direct:on-adjustment
                      steps:
                        - choice:
                            id: date-is-set
                            when:
                              - simple: "${body[planned_date]} == null"
                                steps:
                                  - to: { id: schedule-adjustment, uri: "connect:schedule", parameters: { date: "2099-01-31T08:15:00+00:00" } }
                            otherwise:
                              steps:
                                - to: { id: adjust-subscription, uri: "connect:vendor", parameters: { step: adjust-subscription, method: PUT, path: "/subscriptions/{subscription_id}" } }
                                - to: { id: approve-adjustment, uri: "connect:approve", parameters: { template: "{{connect.template.activation}}" } }
                """);
        Files.writeString(
                journey.routes().resolve("on-tier-account-request.camel.yaml"), """
                - route:
                    id: on-tier-account-request
                    description: "The shipped one, but it reads each account again and ignores one."
                    from:
                      uri: direct:on-tier-account-request
                      steps:
                        - to: { id: read-account, uri: "connect:get" }
                        - choice:
                            id: account-is-not-ours
                            when:
                              - simple: "${body[account][name]} == '%s'"
                                steps:
                                  - to: { id: ignore-account, uri: "connect:ignore", parameters: { reason: "Not one of ours" } }
                            otherwise:
                              steps:
                                - to: { id: accept-account, uri: "connect:accept" }
                """.formatted(CrashBacklog.IGNORE_ME));
        Files.writeString(journey.routes().resolve("on-purchase.camel.yaml"), """
                - route:
                    id: on-purchase
                    description: "The shipped one, but it asks for a domain first."
                    from:
                      uri: direct:on-purchase
                      steps:
                        - choice:
                            id: domain-is-known
                            when:
                              - simple: "${bodyAs(String)} contains '%s'"
                                steps:
                                  - to: { id: ask-for-domain, uri: "connect:inquire", parameters: { template: "Default Inquire Template", errors: "company_domain=Which one is it?" } }
                            otherwise:
                              steps:
                                - to: { id: create-subscription, uri: "connect:vendor", parameters: { step: create-subscription, path: /subscriptions, accept: declined } }
                                - choice:
                                    id: vendor-agrees-to-purchase
                                    when:
                                      - simple: "${body[declined]} != null"
                                        steps:
                                          - to: { id: fail-purchase, uri: "connect:fail", parameters: { reason: "${body[declined]}" } }
                                    otherwise:
                                      steps:
                                        - to: { id: save-subscription-id, uri: "connect:update", parameters: { params: "subscription_id=${body[id]}" } }
                                        - to: { id: approve-purchase, uri: "connect:approve", parameters: { template: "{{connect.template.activation}}" } }
                """.formatted(CrashBacklog.ASK_ME));
    }
}
