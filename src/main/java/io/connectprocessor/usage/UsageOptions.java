package io.connectprocessor.usage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How usage is reported; the keys {@code usage.*}.
 *
 * @param products whose usage is reported
 * @param knownProducts further products of ours: records of their assets are passed over, not set aside
 * @param environments of the assets: preview, test, production
 * @param since the first month of every product; null for the month in which the product is first seen
 * @param closedFor how long a month must be over before it is reported; default 24 h
 * @param columns what the source calls our columns
 * @param currency of records that name none, or null
 * @param categories id to name, beside those that records bring themselves
 * @param stopOnBadRows nothing of a month is sent while a record of it is bad; default false
 * @param allowInactive records of times in which an asset was suspended or cancelled are reported; default false
 * @param directory where bad records are kept, by month
 * @param patience how long to wait for the platform to check a file; default 15 min
 * @param rowsPerFile at most so many records in one file, 1 to 1,048,575; default 1,000,000
 * @param pageSize rows asked for in one list call
 */
public record UsageOptions(
        List<String> products,
        List<String> knownProducts,
        List<String> environments,
        Period since,
        Duration closedFor,
        Columns columns,
        String currency,
        Map<String, String> categories,
        boolean stopOnBadRows,
        boolean allowInactive,
        Path directory,
        Duration patience,
        int rowsPerFile,
        int pageSize) {

    /** The id of the category of records that name none. */
    static final String GENERAL = "generic_category";

    public UsageOptions {
        products = List.copyOf(products);
        knownProducts = List.copyOf(knownProducts);
        environments = List.copyOf(environments);
        categories = Map.copyOf(categories);
    }
}
