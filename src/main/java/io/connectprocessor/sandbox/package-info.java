/**
 * A Connect and a vendor to try everything against: an in-memory simulator of CloudBlue Connect's public API as a vendor sees it, and of the sample vendor API, served over HTTP on loopback. It shares no
 * class with the rest of the project, so that a wrong field is not wrong on both sides.
 *
 * <p>{@code /public/v1}, Connect:
 *
 * <ul>
 *   <li>{@code GET /requests}, {@code GET|PUT /requests/{id}}, {@code POST /requests}, and {@code POST /requests/{id}/} approve, fail, inquire, pend, schedule, confirm, revoke, assign, unassign;
 *   <li>{@code GET /tier/config-requests}, {@code GET|PUT /tier/config-requests/{id}}, and {@code POST /tier/config-requests/{id}/} approve, fail, inquire, pend, assign, unassign;
 *   <li>{@code GET /products/{id}}, {@code GET /products/{id}/templates}, {@code GET /products/{id}/templates/{id}}, {@code GET /assets/{id}};
 *   <li>RQL by the grammar of cloudblue/lib-rql, filters by the rules of cloudblue/django-rql and the lists of OpenAPI 37.0: an unknown property matches all, an undocumented lookup is 400. Filters are
 *       evaluated at each call, so walking offsets over a set that shrinks skips rows. 100 rows a page when nothing is asked for, 1000 at most.
 * </ul>
 *
 * <p>{@code /vendor}, the sample vendor: {@code POST /subscriptions}, {@code GET|PUT /subscriptions/{id}}, {@code POST /subscriptions/{id}/} suspend, resume, cancel, {@code POST /resellers}, all with
 * {@code Idempotency-Key}. An order with any {@code DECLINE-ME} is declined.
 *
 * <p>{@code /sandbox}, for other processes: {@code GET /books}, {@code GET /products}, {@code GET /vendor-bodies/{request id}}, {@code POST|DELETE /faults}, {@code POST /key/refuse}, {@code POST
 * /key/accept}. Only these are without latency and faults.
 *
 * <h2>Limitations</h2>
 *
 * <ul>
 *   <li>One key plays all roles: vendor, distributor, customer. The platform lets only a distributor revoke or create most requests.
 *   <li>No drafts, validation, rendering, conversations, usage files, webhooks, tier account requests, listings, billing requests.
 *   <li>No {@code POST /tier/config-requests}: they are seeded. A purchase over HTTP starts none and waits for none, and is pending even when an ordering parameter is missing.
 *   <li>Where the public sources are silent, the sandbox is strict: scheduled requests cannot be approved or failed; suspensions, resumptions and cancellations cannot be inquired; a PUT without
 *       {@code asset} and {@code note}, a parameter that the product does not have and a value that is not a string are 400 VAL_001; the code of a second open request on one asset, REQ_009, is made up.
 *   <li>Where they are silent and both are plausible, it is lenient: a vendor may write ordering parameters; inquiring without a template is accepted; {@code unique} is not checked; fields that nobody
 *       knows are ignored in bodies.
 *   <li>Of two open requests of one asset, the younger shows the parameters that the older one was approved with, but keeps the quantities that it was made with.
 *   <li>A scheduled request becomes pending again when {@link io.connectprocessor.sandbox.Sandbox#reachPlannedDate} says so, not by the clock.
 *   <li>{@code t(...)} parses but is refused as a lookup. {@code select} of capabilities is accepted and adds nothing. {@code search} is ignored. {@code sli.zone}, {@code asset.account_id} and the
 *       {@code __exact} spellings are unknown properties here.
 *   <li>Placeholders such as {@code CRD-00000-00000-00000} do not occur. {@code previous_approved_request} is always null. Templates replace {@code {{parameter}}} and nothing more.
 *   <li>The product pages know fixed parameters, items and templates; every product has the same ones.
 *   <li>The 404 and 405 bodies are HTML, and those of faults carry SYS_001: what the platform sends is not documented.
 *   <li>No rate limit but the one that a fault rule makes; no page is ever stale.
 *   <li>The properties {@code sun.net.httpserver.nodelay}, {@code maxIdleConnections} and {@code idleInterval} of the JDK's server are set for the whole JVM unless they are set already.
 * </ul>
 */
package io.connectprocessor.sandbox;
