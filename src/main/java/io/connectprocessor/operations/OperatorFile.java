package io.connectprocessor.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * How an operator's command finds the processor that holds an embedded ledger: a file beside the ledger, readable by its owner only, with
 * the management server's address and a token that is new at each start.
 *
 * @param host address of the management server
 * @param port its port
 * @param token to be sent as {@code Authorization: Bearer}
 */
public record OperatorFile(String host, int port, String token) {

    private static final String H2_FILE = "jdbc:h2:file:";

    /** Where the file of a ledger is; empty for a ledger on a server, which any command can open itself. */
    public static Optional<Path> of(String ledgerUrl, Path directory) {
        if (!ledgerUrl.startsWith(H2_FILE)) {
            return Optional.empty();
        }
        String file = ledgerUrl.substring(H2_FILE.length()).split(";", 2)[0];
        String home = file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file;
        return Optional.of(
                directory.toAbsolutePath().resolve(home + ".operator").normalize());
    }

    public static Optional<OperatorFile> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            String host = properties.getProperty("host");
            String token = properties.getProperty("token");
            if (host == null || token == null) {
                throw new IOException("host or token is missing");
            }
            return Optional.of(new OperatorFile(host, Integer.parseInt(properties.getProperty("port")), token));
        } catch (IOException | NumberFormatException e) {
            throw new UncheckedIOException(new IOException(
                    "Cannot read " + file + " (" + e.getMessage()
                            + "). Run the command as the user that runs the processor; delete the file if none runs.",
                    e));
        }
    }

    public void write(Path file) throws IOException {
        OwnersFile.write(
                file, ("host=" + host + "\nport=" + port + "\ntoken=" + token + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "OperatorFile[" + host + ":" + port + "]";
    }
}
