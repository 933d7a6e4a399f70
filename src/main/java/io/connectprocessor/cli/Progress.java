package io.connectprocessor.cli;

import io.connectprocessor.standalone.Processor;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how a drain goes: a bar on a terminal, a line every few seconds elsewhere. */
final class Progress implements AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final Surroundings surroundings;
    private final ProgressBar bar;
    private long nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
    private long lastDone = -1;

    /** @param drawn false for lines also on a terminal */
    Progress(Surroundings surroundings, boolean drawn) {
        this.surroundings = surroundings;
        this.bar = surroundings.terminal() && drawn
                ? new ProgressBarBuilder()
                        .setTaskName("requests")
                        .setUpdateIntervalMillis(200)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build()
                : null;
    }

    void show(Processor processor) {
        long done = processor.tally().done();
        long left = processor.intake().onTheirWay();
        if (bar != null) {
            bar.maxHint(Math.max(done + left, processor.intake().mostListed()));
            bar.stepTo(done);
            bar.setExtraMessage(left + " in work");
        } else if (System.nanoTime() - nextLine >= 0 && done != lastDone) {
            nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
            lastDone = done;
            surroundings.err().println(done + " done, " + left + " in work");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
