package io.connectprocessor.embedded;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.usage.Columns;
import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Usage reporting as the settings want it. */
public final class UsageSetup {

    private UsageSetup() {}

    /** @throws ConfigurationException naming the key, its value and what to write */
    public static UsageOptions options(Settings settings) {
        try {
            return new UsageOptions(
                    settings.usageProducts(),
                    settings.products(),
                    settings.environments(),
                    settings.usageSince().map(Period::parse).orElse(null),
                    settings.usageClosedFor(),
                    Columns.of(settings.usageAsset(), settings.usageColumns().orElse(null)),
                    settings.usageCurrency().orElse(null),
                    categories(settings.usageCategories().orElse("")),
                    settings.usageStopsOnBadRows(),
                    settings.usageReportsInactiveAssets(),
                    settings.usageDirectory(),
                    settings.usageWait(),
                    settings.usageRowsPerFile(),
                    settings.pollPageSize());
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage(), wrong);
        }
    }

    private static Map<String, String> categories(String text) {
        Map<String, String> categories = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new IllegalArgumentException("usage.categories: \"" + pair.strip()
                        + "\" names no category. Write id=name, such as traffic=Traffic.");
            }
            categories.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return categories;
    }

    /** Not connected to before the first query. */
    public static Optional<HikariDataSource> database(Settings settings) {
        return settings.usageSqlUrl().map(url -> {
            HikariConfig config = new HikariConfig();
            config.setPoolName("usage");
            config.setJdbcUrl(url);
            settings.usageSqlUser().ifPresent(config::setUsername);
            settings.usageSqlPassword().ifPresent(config::setPassword);
            config.setMaximumPoolSize(2);
            config.setMinimumIdle(0);
            config.setInitializationFailTimeout(-1);
            return new HikariDataSource(config);
        });
    }
}
