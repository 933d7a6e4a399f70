package io.connectprocessor.springboot;

import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

/** The processor as the host's environment and beans want it. */
final class HostedProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(HostedProcessor.class);

    private static final String CLASS_PATH = "classpath:";

    private final ConfigurableEnvironment environment;
    private final ListableBeanFactory beans;
    private final ResourceLoader resources;

    HostedProcessor(ConfigurableEnvironment environment, ListableBeanFactory beans, ResourceLoader resources) {
        this.environment = environment;
        this.beans = beans;
        this.resources = resources;
    }

    ConnectProcessor build() {
        HostSettings settings = HostSettings.of(environment);
        settings.doubts().forEach(LOG::warn);
        ConnectProcessor.Builder builder = ConnectProcessor.builder(settings.values(), settings.places());
        builder.routePrefix(text(BootKey.ROUTE_PREFIX));
        // Actuator has connect; Camel's own checks, which actuator shows as camelHealth, would say it once more.
        builder.withoutHealthChecks();
        routes(builder);
        ledger(builder, settings);
        beans.getBeanProvider(ConnectProcessorCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private void routes(ConnectProcessor.Builder builder) {
        String folder = text(BootKey.ROUTES);
        if (!folder.startsWith(CLASS_PATH)) {
            builder.routes(Path.of(folder));
        } else if (environment.containsProperty(BootKey.ROUTES.key())
                || resources.getResource(folder + "/").exists()) {
            builder.routes(folder.substring(CLASS_PATH.length()));
        }
    }

    private void ledger(ConnectProcessor.Builder builder, HostSettings settings) {
        ObjectProvider<Ledger> own = beans.getBeanProvider(Ledger.class);
        String source = text(BootKey.DATA_SOURCE);
        boolean wanted = !source.equals("false");
        if (wanted && settings.values().containsKey("ledger.url")) {
            throw wrong(source, "ledger.url is set as well. Keep one of the two.");
        }
        if (own.getIfAvailable() != null) {
            if (wanted) {
                throw wrong(source, "there is a Ledger bean as well. Keep one of the two.");
            }
            builder.ledger(own.getObject());
        } else if (wanted) {
            builder.dataSource(source.equals("true") ? onlySource(source) : namedSource(source));
        }
    }

    private DataSource onlySource(String source) {
        DataSource only = beans.getBeanProvider(DataSource.class).getIfUnique();
        if (only == null) {
            throw wrong(source, there() + ". Write the name of one of them, or mark one @Primary.");
        }
        return only;
    }

    private DataSource namedSource(String source) {
        if (!List.of(names()).contains(source)) {
            throw wrong(source, there() + ". Write the name of one of them, or true for the only one.");
        }
        return beans.getBean(source, DataSource.class);
    }

    private String there() {
        return names().length == 0
                ? "there is no DataSource bean"
                : "the DataSource beans are " + String.join(", ", names());
    }

    private String[] names() {
        return beans.getBeanNamesForType(DataSource.class);
    }

    private static ConfigurationException wrong(String value, String why) {
        return new ConfigurationException(BootKey.DATA_SOURCE.key() + " is " + value + ", but " + why, null);
    }

    private String text(BootKey key) {
        return environment.getProperty(key.key(), key.fallback()).strip();
    }
}
