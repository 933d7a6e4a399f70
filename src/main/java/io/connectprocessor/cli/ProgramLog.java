package io.connectprocessor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the program logs unless {@code logback.configurationFile}, or a {@code logback.xml} on the class path, says how. Not in such a file itself: to read
 * one takes a tenth of a short start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_LOW_PRIORITY)
public final class ProgramLog extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} [%X{request:--}] %msg%n";

    private static final Map<String, Level> LEVELS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.WARN,
            "io.connectprocessor",
            Level.INFO,
            "com.zaxxer.hikari",
            Level.WARN,
            "org.flywaydb",
            Level.WARN,
            "org.quartz",
            Level.WARN,
            // A broker that is away is told of by this program's own words.
            "org.apache.activemq",
            Level.ERROR,
            "org.springframework.jms",
            Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        if (isSaidElsewhere()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        apply(logging);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isSaidElsewhere() {
        return System.getProperty("logback.configurationFile") != null
                || Stream.of("logback-test.xml", "logback.xml")
                        .anyMatch(name -> ProgramLog.class.getClassLoader().getResource(name) != null);
    }

    static void apply(LoggerContext logging) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logging);
        console.setName("console");
        // Standard output holds results only.
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        LEVELS.forEach((name, level) -> logging.getLogger(name).setLevel(level));
        logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    }
}
