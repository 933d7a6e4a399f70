package io.connectprocessor.component;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.usage.UsageReporter;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Fetch the orders of CloudBlue Connect, provision them at the vendor and answer the platform. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "connect",
        title = "CloudBlue Connect",
        syntax = "connect:action",
        producerOnly = true,
        category = {Category.CLOUD, Category.SAAS})
public class ConnectEndpoint extends DefaultEndpoint {

    @UriPath(description = "What the step does")
    @Metadata(required = true)
    private ConnectAction action;

    @UriParam(
            description = "list: what to list, requests, tier-requests or tier-account-requests",
            enums = "requests,tier-requests,tier-account-requests",
            defaultValue = "requests")
    private String resource = "requests";

    @UriParam(
            description =
                    "list: the statuses wanted, comma separated; rows of another status are dropped. Without it pending, and for"
                            + " requests revoking too")
    private String requestStatus;

    @UriParam(
            description =
                    "list: a further condition in RQL, checked against the documented properties at start; products,"
                            + " environments, status and paging are added to it")
    private String filter;

    @UriParam(
            description =
                    "update: parameters to save, as id=value,id=value; a value may hold ${…} of the Simple language,"
                            + " evaluated once. Without it the body is taken, a Map from parameter id to value")
    private String params;

    @UriParam(
            description =
                    "approve, inquire, template: name or TL- id of the template; a name is looked up in the product's"
                            + " templates of the right scope and type. Without it the settings connect.template.… say which")
    private String template;

    @UriParam(
            description =
                    "inquire: what is asked, as parameter=text,parameter=text; shown to the customer beside the parameter, at most 512 characters; a text with a comma comes from ${…}."
                            + " The platform refuses an inquiry in which no parameter has such a text")
    private String errors;

    @UriParam(description = "fail, ignore: the reason, shown to the customer or the distributor; may hold ${…}")
    private String reason;

    @UriParam(
            description = "later: when to come back, for example 15m",
            javaType = "java.time.Duration",
            defaultValue = "900000")
    private long delay = 900_000;

    @UriParam(
            description =
                    "later: how long the route may ask for later, counted from the first time; then the request is parked as overdue",
            javaType = "java.time.Duration",
            defaultValue = "86400000")
    private long deadline = 86_400_000;

    @UriParam(
            description =
                    "vendor, once: name of the step, unique in its route; the Idempotency-Key is <request id>:<step>. Inside a split it"
                            + " may hold ${…}, so that each part is a step of its own")
    private String step;

    @UriParam(description = "vendor: HTTP method", enums = "GET,POST,PUT,PATCH,DELETE", defaultValue = "POST")
    private String method = "POST";

    @UriParam(
            description =
                    "vendor, usage: path below vendor.api-url; {name} stands for the value of the request's parameter of that"
                            + " id, percent-encoded; {step[field]} for a field of the recorded answer of a step of this request")
    private String path;

    @UriParam(
            description =
                    "vendor: query of the URL, as name=value,name=value, with {name} as in path; {request_id}, {asset_id} and, of a tier account request, {account_id} stand for"
                            + " these ids unless a parameter is called so")
    private String query;

    @UriParam(
            description =
                    "vendor: answers beside 2xx that the route goes on with, comma separated: HTTP statuses (409), or"
                            + " the word declined for a 400 that carries {\"declined\": \"…\"}")
    private String accept;

    @UriParam(
            description =
                    "vendor, once: what to do when the step was answered before and now gets other input: fault parks the"
                            + " request, keep gives the old answer, call makes a new call under a new key",
            enums = "fault,keep,call",
            defaultValue = "fault")
    private String onChange = "fault";

    @UriParam(
            description =
                    "vendor, once: an endpoint that looks whether an earlier call has had its effect, for vendors without idempotency keys,"
                            + " for example direct:find-subscription. It gets the input; a body that is not empty is taken as the answer, and"
                            + " no call is made. Asked before each call, not when the answer is recorded")
    private String lookUp;

    @UriParam(description = "once: the endpoint to call, for example direct:create-mailbox; its answer is recorded")
    private String call;

    @UriParam(
            description =
                    "approve: what the customer reads, in Markdown, instead of a template; the platform is giving it up. May hold ${…}")
    private String activationTile;

    @UriParam(
            description =
                    "approve: when the vendor made the order effective, as 2026-01-31T08:15:00+00:00; may hold ${…}. Without it"
                            + " the platform takes the time of the approval")
    private String effectiveDate;

    @UriParam(
            description =
                    "schedule: until when the platform keeps the request, as 2026-01-31T08:15:00+00:00, in the future; may hold ${…}")
    private String date;

    @UriParam(
            description =
                    "message: what to write into the request's conversation, at most 540 characters, the rest is cut; may hold ${…}."
                            + " The same text is written once, however often the route runs")
    private String text;

    @UriParam(
            description =
                    "message: who reads it, all of the conversation (message) or the vendor's own account (private)",
            enums = "message,private",
            defaultValue = "message")
    private String type = "message";

    @UriParam(
            description =
                    "assign: the user, by id or e-mail address; may hold ${…}. Without it, the user of the API key")
    private String to;

    @UriParam(
            description = "usage: where the records are, rest (the vendor's API), csv (files) or sql (a query)",
            enums = "rest,csv,sql",
            defaultValue = "rest")
    private String from = "rest";

    @UriParam(
            description =
                    "usage from rest: the field of the answer that holds the list of records; an answer that is a list needs none",
            defaultValue = "records")
    private String records = "records";

    @UriParam(
            description = "usage from rest: records asked for in one page, as {limit} in query",
            javaType = "int",
            defaultValue = "1000")
    private int limit = 1000;

    @UriParam(
            description =
                    "usage from csv: the folder of the files; may hold ${…}, such as ${header.ConnectUsagePeriod}")
    private String folder;

    @UriParam(
            description =
                    "usage from csv: which files of the folder, as a glob; may hold ${…}. They are read in the order of their names",
            defaultValue = "*.csv")
    private String files = "*.csv";

    @UriParam(
            description = "usage from csv: what separates the fields, one character or the word tab",
            defaultValue = ",")
    private String separator = ",";

    @UriParam(description = "usage from csv: the character set of the files", defaultValue = "UTF-8")
    private String charset = "UTF-8";

    @UriParam(
            description =
                    "usage from sql: name of a DataSource in the registry; without it usage.sql.url is used. In query, :period, :from and :to stand for the month")
    private String dataSource;

    @UriParam(description = "report: the endpoint that gives the records of a month, for example direct:on-usage")
    private String source;

    public ConnectEndpoint(String uri, ConnectComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return switch (action) {
            case list -> new ListProducer(this);
            case claim -> new ClaimProducer(this);
            case get -> new GetProducer(this);
            case update -> new UpdateProducer(this);
            case vendor -> new VendorProducer(this);
            case once -> new OnceProducer(this);
            case approve, fail, inquire, schedule, confirm -> new OutcomeProducer(this);
            case accept, ignore -> new TierAccountProducer(this);
            case later -> new LaterProducer(this);
            case message -> new MessageProducer(this);
            case assign, unassign -> new AssignProducer(this);
            case template -> new TemplateProducer(this);
            case settle -> new SettleProducer(this);
            case classify -> new ClassifyProducer(this);
            case retry, park -> new DeadLetterProducer(this);
            case periods -> new PeriodsProducer(this);
            case usage -> new UsageProducer(this);
            case report -> new ReportProducer(this);
            case follow -> new FollowProducer(this);
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "connect: cannot stand in from. Poll with a trigger route and connect:list, as routes/poll.camel.yaml does.");
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "connect:" + action + " needs " + String.join(" and ", missing) + ". Add it to its parameters.");
        }
    }

    private List<String> missing() {
        return switch (action) {
            case vendor -> absent("step", step, "path", path);
            case once -> absent("step", step, "call", call);
            case approve -> approveNeeds();
            case inquire, template -> notBlank();
            case message -> absent("text", text);
            case fail, ignore -> absent("reason", reason);
            case schedule -> absent("date", date);
            case report -> absent("source", source);
            case usage -> usageNeeds();
            default -> List.of();
        };
    }

    private List<String> usageNeeds() {
        return switch (from) {
            case "csv" -> absent("folder", folder);
            case "sql" -> absent("query", query);
            default -> absent("path", path);
        };
    }

    private List<String> approveNeeds() {
        boolean tile = activationTile != null && !activationTile.isBlank();
        if (tile && template != null) {
            throw new IllegalArgumentException(
                    "connect:approve has a template and an activationTile. Keep the template; the platform is giving up the other.");
        }
        return tile ? List.of() : notBlank();
    }

    private List<String> notBlank() {
        if (template != null && template.isBlank()) {
            throw new IllegalArgumentException("connect:" + action
                    + " has a blank template. Name one, or leave template out for the one that the settings name.");
        }
        return List.of();
    }

    private static List<String> absent(String... namesAndValues) {
        List<String> absent = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] == null || namesAndValues[i + 1].isBlank()) {
                absent.add(namesAndValues[i]);
            }
        }
        return absent;
    }

    /** A fault of the route that holds this endpoint. */
    FailedException fault(String what, String advice) {
        return new FailedException(
                null, Failure.of(FailureKind.ROUTE_FAULT, "connect:" + action + ": " + what), advice, null);
    }

    Runtime runtime() {
        return ((ConnectComponent) getComponent()).runtime();
    }

    UsageReporter usage() {
        return ((ConnectComponent) getComponent())
                .usage()
                .orElseThrow(() -> fault(
                        "this processor knows nothing of usage",
                        "Set usage.enabled=true, or the component's option usageOptions."));
    }

    DataSource usageDatabase() {
        return ((ConnectComponent) getComponent()).getUsageDatabase();
    }

    public ConnectAction getAction() {
        return action;
    }

    public void setAction(ConnectAction action) {
        this.action = action;
    }

    public String getResource() {
        return resource;
    }

    public void setResource(String resource) {
        this.resource = resource;
    }

    public String getRequestStatus() {
        return requestStatus;
    }

    public void setRequestStatus(String requestStatus) {
        this.requestStatus = requestStatus;
    }

    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    public String getParams() {
        return params;
    }

    public void setParams(String params) {
        this.params = params;
    }

    public String getTemplate() {
        return template;
    }

    public void setTemplate(String template) {
        this.template = template;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }

    public long getDelay() {
        return delay;
    }

    public void setDelay(long delay) {
        this.delay = delay;
    }

    public String getStep() {
        return step;
    }

    public void setStep(String step) {
        this.step = step;
    }

    public String getMethod() {
        return method;
    }

    public void setMethod(String method) {
        this.method = method;
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public String getAccept() {
        return accept;
    }

    public void setAccept(String accept) {
        this.accept = accept;
    }

    public String getLookUp() {
        return lookUp;
    }

    public void setLookUp(String lookUp) {
        this.lookUp = lookUp;
    }

    public String getQuery() {
        return query;
    }

    public void setQuery(String query) {
        this.query = query;
    }

    public long getDeadline() {
        return deadline;
    }

    public void setDeadline(long deadline) {
        this.deadline = deadline;
    }

    public String getOnChange() {
        return onChange;
    }

    public void setOnChange(String onChange) {
        this.onChange = onChange;
    }

    public String getCall() {
        return call;
    }

    public void setCall(String call) {
        this.call = call;
    }

    public String getActivationTile() {
        return activationTile;
    }

    public void setActivationTile(String activationTile) {
        this.activationTile = activationTile;
    }

    public String getEffectiveDate() {
        return effectiveDate;
    }

    public void setEffectiveDate(String effectiveDate) {
        this.effectiveDate = effectiveDate;
    }

    public String getDate() {
        return date;
    }

    public void setDate(String date) {
        this.date = date;
    }

    public String getErrors() {
        return errors;
    }

    public void setErrors(String errors) {
        this.errors = errors;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getRecords() {
        return records;
    }

    public void setRecords(String records) {
        this.records = records;
    }

    public int getLimit() {
        return limit;
    }

    public void setLimit(int limit) {
        this.limit = limit;
    }

    public String getFolder() {
        return folder;
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public String getFiles() {
        return files;
    }

    public void setFiles(String files) {
        this.files = files;
    }

    public String getSeparator() {
        return separator;
    }

    public void setSeparator(String separator) {
        this.separator = separator;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }
}
