package io.connectprocessor.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The connections to a port of this machine, as Linux lists them: the open ones, and those closed within the last minute. */
final class Sockets {

    private Sockets() {}

    /** How many; 0 where there is no such list. */
    static int to(int port) throws IOException {
        Set<String> callers = new HashSet<>();
        for (Path table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
            if (Files.exists(table)) {
                Files.readAllLines(table).stream().skip(1).forEach(line -> {
                    String[] fields = line.trim().split("\\s+");
                    if (port(fields[1]) == port && port(fields[2]) != 0) {
                        callers.add(fields[2].substring(fields[2].indexOf(':')));
                    } else if (port(fields[2]) == port) {
                        callers.add(fields[1].substring(fields[1].indexOf(':')));
                    }
                });
            }
        }
        return callers.size();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
