package io.connectprocessor.component;

import io.connectprocessor.usage.CsvRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;

/** Gives the usage records of a month, read as they are needed: from the vendor's API, from CSV files, or by an SQL query. */
final class UsageProducer extends ConnectStep {

    private OptionText path;
    private Map<String, OptionText> query = Map.of();
    private OptionText folder;
    private OptionText files;

    UsageProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        path = text(endpoint().getPath());
        boolean pages = endpoint().getFrom().equals("rest") && endpoint().getQuery() != null;
        query = pages
                ? OptionText.assignments(
                        endpoint().getCamelContext(), endpoint().getQuery())
                : Map.of();
        folder = text(endpoint().getFolder());
        files = text(endpoint().getFiles());
    }

    private OptionText text(String option) {
        return option == null ? null : OptionText.of(endpoint().getCamelContext(), option);
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage()
                .setBody(
                        switch (endpoint().getFrom()) {
                            case "csv" -> csv(exchange);
                            case "sql" -> sql(exchange);
                            default -> new VendorPages(endpoint(), filled(path, "path", exchange), query(exchange));
                        });
    }

    private String filled(OptionText option, String name, Exchange exchange) {
        Object value = option.value(exchange);
        if (value == null) {
            throw endpoint()
                    .fault(name + " is missing: " + option + " gave nothing", "Correct the option " + name + ".");
        }
        return String.valueOf(value);
    }

    private Map<String, String> query(Exchange exchange) {
        Map<String, String> values = new LinkedHashMap<>();
        query.forEach((name, value) -> values.put(name, filled(value, "query", exchange)));
        return values;
    }

    private CsvRows csv(Exchange exchange) {
        Path directory = Path.of(filled(folder, "folder", exchange));
        String pattern = filled(files, "files", exchange);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        List<Path> found;
        try (Stream<Path> all = Files.list(directory)) {
            found = all.filter(file -> matcher.matches(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw endpoint()
                    .fault(
                            "the folder " + directory + " cannot be read",
                            "Correct the option folder, or put the files there.");
        }
        if (found.isEmpty()) {
            throw endpoint()
                    .fault(
                            "no file in " + directory + " is called " + pattern,
                            "Correct the option files, or put the files there.");
        }
        return new CsvRows(found, separator(), Charset.forName(endpoint().getCharset()));
    }

    private char separator() {
        String separator = endpoint().getSeparator();
        return separator.equals("tab") ? '\t' : separator.charAt(0);
    }

    private SqlRows sql(Exchange exchange) {
        DataSource database = endpoint().getDataSource() == null
                ? endpoint().usageDatabase()
                : CamelContextHelper.mandatoryLookup(
                        endpoint().getCamelContext(), endpoint().getDataSource(), DataSource.class);
        if (database == null) {
            throw endpoint()
                    .fault(
                            "there is no database",
                            "Set usage.sql.url, or name a DataSource of the registry in the option dataSource.");
        }
        try {
            return new SqlRows(
                    database, endpoint().getQuery(), exchange.getMessage().getHeaders());
        } catch (java.sql.SQLException e) {
            throw new UncheckedIOException(
                    "The query for usage failed: " + e.getMessage(), new IOException(e.getMessage(), e));
        }
    }
}
