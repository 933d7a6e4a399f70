package io.connectprocessor.cli;

import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageProgress;
import io.connectprocessor.usage.UsageSummary;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how the work on usage goes: a bar on a terminal, a line for each new thing elsewhere. */
final class UsageBar implements UsageProgress, AutoCloseable {

    private final Surroundings surroundings;
    private final Consumer<UsageSummary> ended;
    private final ProgressBar bar;
    private String last = "";

    UsageBar(Surroundings surroundings, Consumer<UsageSummary> ended) {
        this.surroundings = surroundings;
        this.ended = ended;
        this.bar = surroundings.terminal()
                ? new ProgressBarBuilder()
                        .setTaskName("usage")
                        .setInitialMax(-1)
                        .setUpdateIntervalMillis(200)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build()
                : null;
    }

    @Override
    public void at(Period period, String what, long done, long total) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(period + " " + what);
        } else if (!what.equals(last)) {
            last = what;
            surroundings.err().println(period + ": " + what);
        }
    }

    @Override
    public void ended(UsageSummary summary) {
        ended.accept(summary);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
