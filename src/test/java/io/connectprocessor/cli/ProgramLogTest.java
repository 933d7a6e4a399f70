package io.connectprocessor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProgramLogTest {

    @Test
    void logs_as_the_file_beside_this_test_says() throws Exception {
        LoggerContext byFile = new LoggerContext();
        JoranConfigurator reader = new JoranConfigurator();
        reader.setContext(byFile);
        reader.doConfigure(ProgramLogTest.class.getResource("/logback-program.xml"));
        LoggerContext byItself = new LoggerContext();

        ProgramLog.apply(byItself);

        assertThat(what(byItself)).hasSizeGreaterThan(7).containsExactlyInAnyOrderElementsOf(what(byFile));
    }

    /** Otherwise logback would write all that there is to standard output, where results belong. */
    @Test
    void is_what_logback_finds_in_the_jar() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(ProgramLog.class);
    }

    /** As these tests do, with a logback-test.xml. */
    @Test
    void leaves_it_to_a_file_of_the_users() {
        LoggerContext logging = new LoggerContext();

        assertThat(new ProgramLog().configure(logging)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);

        assertThat(logging.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .isExhausted();
    }

    private static List<String> what(LoggerContext logging) {
        List<String> what = new ArrayList<>();
        for (Logger logger : logging.getLoggerList()) {
            if (logger.getLevel() != null) {
                what.add(logger.getName() + " " + logger.getLevel());
            }
            logger.iteratorForAppenders().forEachRemaining(appender -> what.add(what(logger, appender)));
        }
        return what;
    }

    private static String what(Logger logger, Appender<ILoggingEvent> appender) {
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) appender;
        PatternLayoutEncoder encoder = (PatternLayoutEncoder) console.getEncoder();
        return logger.getName() + " " + console.getName() + " " + console.isStarted() + " " + console.getTarget() + " "
                + encoder.isStarted() + " " + encoder.getPattern();
    }
}
