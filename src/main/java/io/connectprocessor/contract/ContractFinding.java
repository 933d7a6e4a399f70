package io.connectprocessor.contract;

import java.nio.file.Path;

/**
 * One thing that is wrong with a contract file.
 *
 * @param file the file, below the directory as it was given
 * @param line counted from 1
 * @param what what is wrong there
 * @param advice what to do
 */
public record ContractFinding(Path file, int line, String what, String advice) {
    /** As in {@code contracts/PRD-000-000-000.yaml:7  what  -> do this}. */
    @Override
    public String toString() {
        return file.toString().replace('\\', '/') + ":" + line + "  " + what + "  -> " + advice;
    }
}
