package io.connectprocessor.benchmark;

import java.time.Duration;
import java.util.Map;

/** Something that approves purchases. */
interface Contender {

    /**
     * @param perSecond approvals a second between the first and the last
     * @param cpuMillis of this process, per request
     * @param allocatedKilobytes per request
     * @param threads of the CPU per request, what each kind of thread had
     */
    record Result(double perSecond, double cpuMillis, double allocatedKilobytes, Map<String, Double> threads) {}

    /** @param left how many requests are still to be done */
    interface Watch {
        void left(long left);
    }

    /** Approves all that is pending; one that is sent to the same address again goes on with what it has. */
    Result drain(SandboxProcess.Address sandbox, int requests, int connections, Watch watch) throws Exception;

    /** Asks so many times for work when there is none; what one time costs, in milliseconds of CPU. */
    double idle(SandboxProcess.Address sandbox, int times) throws Exception;

    /** From one {@link Watch} to the next. */
    Duration SAMPLE = Duration.ofSeconds(5);
}
