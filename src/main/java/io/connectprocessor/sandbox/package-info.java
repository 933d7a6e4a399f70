/**
 * A Connect and a vendor to try everything against: an in-memory simulator of CloudBlue Connect's public API as a vendor sees it, and of the sample vendor API, served over HTTP on loopback. It shares no
 * class with the rest of the project, so that a wrong field is not wrong on both sides.
 *
 * <p>A test builds a request with {@link io.connectprocessor.sandbox.Sandbox#request}, lets it be processed, and asks the {@link io.connectprocessor.sandbox.SandboxRequest} how it stands. What others than
 * the vendor do is a method: {@code customerAnswers}, {@code closeConversation}, {@code advance}, {@code dateReached}, {@code distributorRevokes}, {@code vendorActivates}. {@link io.connectprocessor.sandbox.Books} count what
 * happened, {@link io.connectprocessor.sandbox.Fault} makes calls go wrong.
 *
 * <p>{@code /public/v1}, Connect:
 *
 * <ul>
 *   <li>{@code GET|POST /requests}, {@code GET|PUT /requests/{id}}, {@code GET /requests/{id}/render}, and {@code POST /requests/{id}/} approve, fail, inquire, pend, schedule, confirm, revoke, assign,
 *       unassign, and purchase, submit, validate for drafts. {@code POST /requests/{id}/pend?code=…}, with the code of {@code params_form_url} and no key, is the customer's form;
 *   <li>{@code GET|POST /tier/config-requests}, {@code GET|PUT /tier/config-requests/{id}}, and {@code POST /tier/config-requests/{id}/} approve, fail, inquire, pend, assign, unassign, submit, validate;
 *       {@code GET /tier/configs[/{id}]};
 *   <li>{@code GET|POST /tier/account-requests}, {@code GET /tier/account-requests/{id}}, {@code POST /tier/account-requests/{id}/} accept, ignore; {@code GET /tier/accounts/{id}[/versions/{n}]};
 *   <li>{@code GET /conversations[/{id}]}, {@code POST /conversations/{id}/close}, {@code GET|POST /conversations/{id}/messages}, {@code PUT /conversations/{id}/messages/{id}};
 *   <li>{@code GET /products[/{id}]}, {@code GET /products/{id}/} templates, parameters, items, configurations, connections, {@code GET /products/{id}/templates/{id}};
 *   <li>{@code GET|POST /usage/files}, {@code GET|PUT /usage/files/{id}}, {@code GET /usage/files/{id}/categories}, and {@code POST /usage/files/{id}/} upload, submit, delete, reprocess, and for the
 *       distributor's key accept, reject, close; {@code GET /usage/records[/{id}]}. The links to workbooks lead to {@code /storage} and want no key;
 *   <li>{@code GET /assets[/{id}]}, {@code GET /assets/{id}/requests}, {@code GET /assets/{id}/render}, {@code GET /marketplaces[/{id}]}, {@code GET /accounts[/{id}]} with the key's own account;
 *   <li>RQL by the grammar of cloudblue/lib-rql, filters by the rules of cloudblue/django-rql and the lists of OpenAPI 37.0: an unknown property matches all, an undocumented lookup is 400. Filters are
 *       evaluated at each call, so walking offsets over a set that shrinks skips rows. 100 rows a page when nothing is asked for, 1000 at most. The list of templates takes scope, type, limit and offset.
 * </ul>
 *
 * <p>A purchase or transfer over HTTP that names a {@code tier1} waits in tiers_setup for the tier configurations of its resellers, tier 2 before tier 1; then it is pending, or inquiring while a required
 * ordering parameter is empty. Requests that a test builds wait only with {@code tiersFirst()} or {@code heldBy(…)}.
 *
 * <p>Usage of an asset is reported in a file of its product and contract: see {@link io.connectprocessor.sandbox.Sandbox#asset}, {@link io.connectprocessor.sandbox.Sandbox#usageFile} and {@link
 * io.connectprocessor.sandbox.UsageBooks}. A file is uploading and processing by the sandbox's clock, then ready or invalid; what is wrong stands in {@code error_detail} and in red, commented cells of the
 * processed workbook. Workbooks of less than 1 MB are checked within the upload.
 *
 * <p>{@code /vendor}, the sample vendor: {@code GET /usage?from=…&to=…&limit=…&offset=…} with the records that begin at {@code from} or later and before {@code to}, each a date or a point in time; {@code POST /subscriptions}, {@code GET /subscriptions?request_id=…}, {@code GET|PUT /subscriptions/{id}}, {@code POST /subscriptions/{id}/} suspend, resume,
 * cancel, {@code POST /resellers}, all with {@code Idempotency-Key}. An order with any {@code DECLINE-ME} is declined.
 *
 * <p>{@code /sandbox}, for other processes: {@code GET /books}, {@code GET /usage-records}, {@code GET /products}, {@code GET /vendor-bodies/{request id}}, {@code POST|DELETE /faults}, {@code POST /key/refuse}, {@code POST
 * /key/accept}, {@code POST /advance} with {@code {"seconds":n}}, {@code POST /requests/{id}/answer} with {@code {"params":{"id":"value"}}}, {@code POST /requests/{id}/date-reached}, {@code POST
 * /requests/{id}/revoke} with {@code {"reason":"…"}}, {@code POST /subscriptions/{id}/activate}, {@code POST
 * /usage-files/{id}/} accept, reject with {@code {"note":"…"}}, close, {@code POST /vendor-usage} with a record. Only these are without latency and faults.
 *
 * <h2>Options</h2>
 *
 * <ul>
 *   <li>{@link io.connectprocessor.sandbox.Variation} lists the points on which the public sources disagree or are silent, each with its default: all are off. {@code previewFilter()}, off, is one more.
 *   <li>{@link io.connectprocessor.sandbox.Capability} lists what a product supports, each with its default.
 *   <li>{@code distributorKey} parts the roles: by default one key plays vendor, distributor and customer, save that the vendor's key never accepts, rejects or closes usage.
 *   <li>{@code usageProcessing}, {@code distributorAcceptsUsageAfter}, {@code meteredPerMonth}: how usage is checked, accepted and made up.
 *   <li>{@code vendorActivatesAfterLooks}, {@code vendorActivatesByHand}, {@code vendorIgnoresIdempotencyKey}, {@code vendorKey}: a vendor that is slow, forgetful or locked; by default it is none of these.
 *   <li>{@code clock}, {@code latency}, {@code shuffleTies}, {@code wholeSeconds}, {@code fault}, {@code seed}, {@code gzip}.
 * </ul>
 *
 * <h2>Limitations</h2>
 *
 * <ul>
 *   <li>No webhooks, listings, billing requests, translations. Validating a draft calls no validator of the vendor's: it marks required ordering parameters that are empty.
 *   <li>Where the public sources are silent, the sandbox is strict: suspensions, resumptions and cancellations cannot be inquired; a PUT without {@code asset} and {@code note}, a parameter that the product
 *       does not have, a value that is not a string, a choice that is none, a {@code value} for a structured type and an unknown field of a phone or an address are 400 VAL_001.
 *   <li>Made up, for want of a source: REQ_009, the code of a second open request on one asset; VAL_001 for a missing required parameter at the approval; TAR_003 for acting on a tier account request that is
 *       outdated or decided; 403 without a body in JSON; the texts of the state_change messages; the status {@code provisioning} of the sample vendor.
 *   <li>Where they are silent and both are plausible, it is lenient: a purchase without a marketplace gets one, one without {@code tier1} gets a reseller that needs no configuration; values are not checked
 *       for the form of an e-mail address, a domain or a URL; item precision is not checked; fields that nobody knows are ignored in bodies; drafts are never collected.
 *   <li>Of two open requests of one asset, the younger shows the parameters that the older one was approved with, but keeps the quantities that it was made with.
 *   <li>A distributor does not cancel a purchase that is pending, nor create a failed cancellation again, unless the test does. {@code assign} knows no {@code force}.
 *   <li>A tier configuration belongs to account, product, connection and level. An order carries no tier parameters; {@code validate} of a tier config request changes nothing.
 *   <li>{@code t(...)} parses but is refused as a lookup. {@code select} of capabilities is accepted and adds nothing; {@code select} is refused on the small collections, and on assets. {@code search} is
 *       ignored. {@code sli.zone}, {@code asset.account_id} and the {@code __exact} spellings are unknown properties here, and so are the less common filters of the small collections.
 *   <li>Usage: no chunks, reconciliations, aggregates, rules and templates; records are neither changed nor closed one by one; new items of a report do not enter the catalogue; whether an asset was
 *       active while it was used is not checked. Made up, for want of a source: UF_001 for an action in a wrong status, UF_002 for closing what is not billed, the ids of records, all {@code USG_} codes but
 *       USG_011. Reservation items take no usage. Contracts know nothing of products; a file's marketplace is the contract's, its currency whatever is asked for.
 *   <li>Templates replace {@code {{parameter}}} and nothing more, and that in {@code
 *       activation_key} and renderings only: {@code template.message} is the template's text as it is.
 *   <li>The 404 and 405 bodies are HTML, and those of faults carry SYS_001: what the platform sends is not documented.
 *   <li>No rate limit but the one that a fault rule makes; no page is ever stale.
 * </ul>
 */
package io.connectprocessor.sandbox;
